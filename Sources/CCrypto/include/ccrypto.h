#ifndef CCRYPTO_H
#define CCRYPTO_H
#include <stddef.h>

/// OpenSSL's signature checks, for the algorithms of JSON Web Tokens (RFC 7518, section 3.1, and RFC 8037).
typedef enum ccrypto_algorithm {
    CCRYPTO_HS256, CCRYPTO_HS384, CCRYPTO_HS512,
    CCRYPTO_RS256, CCRYPTO_RS384, CCRYPTO_RS512,
    CCRYPTO_PS256, CCRYPTO_PS384, CCRYPTO_PS512,
    CCRYPTO_ES256, CCRYPTO_ES384,
    CCRYPTO_EDDSA,  // Ed25519 only
} ccrypto_algorithm;

typedef enum ccrypto_status {
    CCRYPTO_OK,
    CCRYPTO_NO_MEMORY,
    /// No key of a format that is known.
    CCRYPTO_UNREADABLE,
    /// A private key, with which tokens are made: it has no place where they are checked.
    CCRYPTO_PRIVATE,
    CCRYPTO_CERTIFICATE,
    /// More than one key, where one is meant.
    CCRYPTO_SEVERAL,
    /// A key that the algorithm does not use: another type, another curve.
    CCRYPTO_OTHER_KIND,
    /// RSA below 2048 bits, a secret shorter than the digest (RFC 7518, sections 3.2, 3.3 and 3.5).
    CCRYPTO_TOO_WEAK,
} ccrypto_status;

/// A key for one algorithm. Any thread may check signatures with it.
typedef struct ccrypto_key ccrypto_key;

/// A public key in PEM: `BEGIN PUBLIC KEY`, or `BEGIN RSA PUBLIC KEY`.
ccrypto_status ccrypto_key_from_pem(ccrypto_algorithm algorithm, const void *text, size_t length, ccrypto_key **key);
/// The secret of HS256 and its like.
ccrypto_status ccrypto_key_from_secret(ccrypto_algorithm algorithm, const void *secret, size_t length, ccrypto_key **key);
/// Modulus and exponent, both big-endian.
ccrypto_status ccrypto_key_from_rsa(ccrypto_algorithm algorithm, const void *n, size_t n_length, const void *e,
                                    size_t e_length, ccrypto_key **key);
/// A point of P-256 or P-384, each coordinate of exactly the curve's size.
ccrypto_status ccrypto_key_from_point(ccrypto_algorithm algorithm, const void *x, size_t x_length, const void *y,
                                      size_t y_length, ccrypto_key **key);
/// The 32 bytes of Ed25519.
ccrypto_status ccrypto_key_from_ed25519(ccrypto_algorithm algorithm, const void *x, size_t length, ccrypto_key **key);
void ccrypto_key_free(ccrypto_key *key);

/// 1 when the signature is that of the message, otherwise 0, whatever is wrong with it.
int ccrypto_verify(const ccrypto_key *key, const void *message, size_t length, const void *signature,
                   size_t signature_length);

#endif

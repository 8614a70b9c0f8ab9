#include "ccrypto.h"
#include <limits.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

enum { least_rsa_bits = 2048, most_coordinate = 48, ed25519_size = 32 };

struct ccrypto_key {
    ccrypto_algorithm algorithm;
    EVP_MD *digest;         // NULL for Ed25519
    EVP_PKEY *public_key;   // NULL for a secret
    unsigned char *secret;
    size_t secret_length;
};

typedef enum family { FAMILY_HMAC, FAMILY_RSA, FAMILY_RSA_PSS, FAMILY_EC, FAMILY_ED25519 } family;

static family family_of(ccrypto_algorithm algorithm) {
    switch (algorithm) {
    case CCRYPTO_HS256: case CCRYPTO_HS384: case CCRYPTO_HS512: return FAMILY_HMAC;
    case CCRYPTO_RS256: case CCRYPTO_RS384: case CCRYPTO_RS512: return FAMILY_RSA;
    case CCRYPTO_PS256: case CCRYPTO_PS384: case CCRYPTO_PS512: return FAMILY_RSA_PSS;
    case CCRYPTO_ES256: case CCRYPTO_ES384: return FAMILY_EC;
    case CCRYPTO_EDDSA: break;
    }
    return FAMILY_ED25519;
}

static const char *digest_name(ccrypto_algorithm algorithm) {
    switch (algorithm) {
    case CCRYPTO_HS256: case CCRYPTO_RS256: case CCRYPTO_PS256: case CCRYPTO_ES256: return "SHA256";
    case CCRYPTO_HS384: case CCRYPTO_RS384: case CCRYPTO_PS384: case CCRYPTO_ES384: return "SHA384";
    case CCRYPTO_HS512: case CCRYPTO_RS512: case CCRYPTO_PS512: return "SHA512";
    case CCRYPTO_EDDSA: break;
    }
    return NULL;
}

/// In bytes, of a coordinate and of each half of a signature.
static size_t coordinate_size(ccrypto_algorithm algorithm) { return algorithm == CCRYPTO_ES384 ? 48 : 32; }

static ccrypto_key *new_key(ccrypto_algorithm algorithm) {
    ccrypto_key *key = calloc(1, sizeof *key);
    if (!key) return NULL;
    key->algorithm = algorithm;
    const char *digest = digest_name(algorithm);
    if (!digest || (key->digest = EVP_MD_fetch(NULL, digest, NULL))) return key;
    free(key);
    return NULL;
}

void ccrypto_key_free(ccrypto_key *key) {
    if (!key) return;
    EVP_MD_free(key->digest);
    EVP_PKEY_free(key->public_key);
    if (key->secret) OPENSSL_cleanse(key->secret, key->secret_length);
    free(key->secret);
    free(key);
}

ccrypto_status ccrypto_key_from_secret(ccrypto_algorithm algorithm, const void *secret, size_t length, ccrypto_key **out) {
    *out = NULL;
    if (family_of(algorithm) != FAMILY_HMAC) return CCRYPTO_OTHER_KIND;
    ccrypto_key *key = new_key(algorithm);
    if (!key) return CCRYPTO_NO_MEMORY;
    ccrypto_status status = CCRYPTO_OK;
    if (length < (size_t)EVP_MD_get_size(key->digest)) status = CCRYPTO_TOO_WEAK;
    else if (length > INT_MAX) status = CCRYPTO_UNREADABLE;
    else if (!(key->secret = malloc(length))) status = CCRYPTO_NO_MEMORY;
    if (status != CCRYPTO_OK) {
        ccrypto_key_free(key);
        return status;
    }
    memcpy(key->secret, secret, length);
    key->secret_length = length;
    *out = key;
    return CCRYPTO_OK;
}

static ccrypto_status check_ec(ccrypto_algorithm algorithm, EVP_PKEY *pkey) {
    char name[64];
    size_t length;
    if (!EVP_PKEY_is_a(pkey, "EC") || !EVP_PKEY_get_group_name(pkey, name, sizeof name, &length)) return CCRYPTO_OTHER_KIND;
    int nid = OBJ_txt2nid(name);
    if (nid == NID_undef) nid = EC_curve_nist2nid(name);
    return nid == (algorithm == CCRYPTO_ES384 ? NID_secp384r1 : NID_X9_62_prime256v1) ? CCRYPTO_OK : CCRYPTO_OTHER_KIND;
}

/// Whether a key is of the algorithm's type and strength.
static ccrypto_status check_kind(ccrypto_algorithm algorithm, EVP_PKEY *pkey) {
    switch (family_of(algorithm)) {
    case FAMILY_HMAC: return CCRYPTO_OTHER_KIND;
    case FAMILY_EC: return check_ec(algorithm, pkey);
    case FAMILY_ED25519: return EVP_PKEY_is_a(pkey, "ED25519") ? CCRYPTO_OK : CCRYPTO_OTHER_KIND;
    // A key of the type RSA-PSS may say by itself which digests it is for.
    case FAMILY_RSA: case FAMILY_RSA_PSS: break;
    }
    if (!EVP_PKEY_is_a(pkey, "RSA")) return CCRYPTO_OTHER_KIND;
    return EVP_PKEY_get_bits(pkey) < least_rsa_bits ? CCRYPTO_TOO_WEAK : CCRYPTO_OK;
}

/// Takes over `pkey`, NULL when it could not be made.
static ccrypto_status key_from(ccrypto_algorithm algorithm, EVP_PKEY *pkey, ccrypto_key **out) {
    ccrypto_status status = pkey ? check_kind(algorithm, pkey) : CCRYPTO_UNREADABLE;
    if (status == CCRYPTO_OK) {
        EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, pkey, NULL);
        if (!context) status = CCRYPTO_NO_MEMORY;
        else if (EVP_PKEY_public_check(context) != 1) status = CCRYPTO_UNREADABLE;
        EVP_PKEY_CTX_free(context);
    }
    if (status == CCRYPTO_OK) {
        *out = new_key(algorithm);
        if (*out) (*out)->public_key = pkey;
        else status = CCRYPTO_NO_MEMORY;
    }
    if (status != CCRYPTO_OK) EVP_PKEY_free(pkey);
    ERR_clear_error();
    return status;
}

static ccrypto_status read_block(ccrypto_algorithm algorithm, const char *name, const unsigned char *data, long length,
                                 ccrypto_key **out) {
    const unsigned char *end = data;
    EVP_PKEY *pkey = NULL;
    if (strstr(name, "PRIVATE KEY")) return CCRYPTO_PRIVATE;
    if (strstr(name, "CERTIFICATE")) return CCRYPTO_CERTIFICATE;
    if (!strcmp(name, "PUBLIC KEY")) pkey = d2i_PUBKEY(NULL, &end, length);
    else if (!strcmp(name, "RSA PUBLIC KEY")) pkey = d2i_PublicKey(EVP_PKEY_RSA, NULL, &end, length);
    if (pkey && end != data + length) {
        EVP_PKEY_free(pkey);
        pkey = NULL;
    }
    return key_from(algorithm, pkey, out);
}

ccrypto_status ccrypto_key_from_pem(ccrypto_algorithm algorithm, const void *text, size_t length, ccrypto_key **out) {
    *out = NULL;
    if (family_of(algorithm) == FAMILY_HMAC) return CCRYPTO_OTHER_KIND;
    if (length > INT_MAX) return CCRYPTO_UNREADABLE;
    BIO *source = BIO_new_mem_buf(text, (int)length);
    if (!source) return CCRYPTO_NO_MEMORY;
    ccrypto_status status = CCRYPTO_UNREADABLE;
    char *name = NULL, *header = NULL;
    unsigned char *data = NULL;
    long size = 0;
    for (int count = 0; PEM_read_bio(source, &name, &header, &data, &size) == 1; count++) {
        ccrypto_status found = count == 0 ? read_block(algorithm, name, data, size, out) : CCRYPTO_SEVERAL;
        // What a private key is for does not depend on where it stands.
        if (strstr(name, "PRIVATE KEY")) found = CCRYPTO_PRIVATE;
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_clear_free(data, (size_t)size);
        if (count == 0 || found == CCRYPTO_PRIVATE || status == CCRYPTO_OK) status = found;
    }
    BIO_free(source);
    ERR_clear_error();
    if (status != CCRYPTO_OK) {
        ccrypto_key_free(*out);
        *out = NULL;
    }
    return status;
}

static EVP_PKEY *make_public(const char *type, OSSL_PARAM *parameters) {
    EVP_PKEY *pkey = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (context && EVP_PKEY_fromdata_init(context) == 1) EVP_PKEY_fromdata(context, &pkey, EVP_PKEY_PUBLIC_KEY, parameters);
    EVP_PKEY_CTX_free(context);
    return pkey;
}

ccrypto_status ccrypto_key_from_rsa(ccrypto_algorithm algorithm, const void *n, size_t n_length, const void *e,
                                    size_t e_length, ccrypto_key **out) {
    *out = NULL;
    // OpenSSL takes no modulus above 16,384 bits, and no exponent above 64 bits with one above 3,072.
    if (n_length > 2048 || e_length > 2048) return CCRYPTO_UNREADABLE;
    BIGNUM *modulus = BN_bin2bn(n, (int)n_length, NULL), *exponent = BN_bin2bn(e, (int)e_length, NULL);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    OSSL_PARAM *parameters = NULL;
    if (modulus && exponent && builder && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus)
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent))
        parameters = OSSL_PARAM_BLD_to_param(builder);
    ccrypto_status status =
        parameters ? key_from(algorithm, make_public("RSA", parameters), out) : CCRYPTO_NO_MEMORY;
    OSSL_PARAM_free(parameters);
    OSSL_PARAM_BLD_free(builder);
    BN_free(modulus);
    BN_free(exponent);
    return status;
}

ccrypto_status ccrypto_key_from_point(ccrypto_algorithm algorithm, const void *x, size_t x_length, const void *y,
                                      size_t y_length, ccrypto_key **out) {
    *out = NULL;
    if (family_of(algorithm) != FAMILY_EC) return CCRYPTO_OTHER_KIND;
    size_t size = coordinate_size(algorithm);
    if (x_length != size || y_length != size) return CCRYPTO_UNREADABLE;
    unsigned char point[1 + 2 * most_coordinate] = {4};  // not compressed
    memcpy(point + 1, x, size);
    memcpy(point + 1 + size, y, size);
    char *group = algorithm == CCRYPTO_ES384 ? "P-384" : "P-256";
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, 1 + 2 * size),
        OSSL_PARAM_construct_end(),
    };
    return key_from(algorithm, make_public("EC", parameters), out);
}

ccrypto_status ccrypto_key_from_ed25519(ccrypto_algorithm algorithm, const void *x, size_t length, ccrypto_key **out) {
    *out = NULL;
    if (family_of(algorithm) != FAMILY_ED25519) return CCRYPTO_OTHER_KIND;
    if (length != ed25519_size) return CCRYPTO_UNREADABLE;
    return key_from(algorithm, EVP_PKEY_new_raw_public_key_ex(NULL, "ED25519", NULL, x, length), out);
}

static int verify_hmac(const ccrypto_key *key, const void *message, size_t length, const void *signature,
                       size_t signature_length) {
    unsigned char expected[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (!HMAC(key->digest, key->secret, (int)key->secret_length, message, length, expected, &size)) return 0;
    int is_same = signature_length == size && CRYPTO_memcmp(expected, signature, size) == 0;
    OPENSSL_cleanse(expected, sizeof expected);
    return is_same;
}

/// The two numbers of a signature, one after the other, as DER. NULL when they are of another size.
static unsigned char *der_of(const ccrypto_key *key, const unsigned char *signature, size_t length, size_t *der_length) {
    size_t size = coordinate_size(key->algorithm);
    if (length != 2 * size) return NULL;
    unsigned char *der = NULL;
    ECDSA_SIG *pair = ECDSA_SIG_new();
    BIGNUM *r = BN_bin2bn(signature, (int)size, NULL), *s = BN_bin2bn(signature + size, (int)size, NULL);
    if (pair && r && s && ECDSA_SIG_set0(pair, r, s)) {
        r = s = NULL;
        int written = i2d_ECDSA_SIG(pair, &der);
        if (written > 0) *der_length = (size_t)written;
    }
    BN_free(r);
    BN_free(s);
    ECDSA_SIG_free(pair);
    return der;
}

static int verify_public(const ccrypto_key *key, const void *message, size_t length, const unsigned char *signature,
                         size_t signature_length) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY_CTX *settings = NULL;
    int is_valid = context && EVP_DigestVerifyInit(context, &settings, key->digest, NULL, key->public_key) == 1;
    if (is_valid && family_of(key->algorithm) == FAMILY_RSA_PSS)
        is_valid = EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) == 1
            && EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST) == 1;
    is_valid = is_valid && EVP_DigestVerify(context, signature, signature_length, message, length) == 1;
    EVP_MD_CTX_free(context);
    return is_valid;
}

int ccrypto_verify(const ccrypto_key *key, const void *message, size_t length, const void *signature,
                   size_t signature_length) {
    int is_valid = 0;
    switch (family_of(key->algorithm)) {
    case FAMILY_HMAC: return verify_hmac(key, message, length, signature, signature_length);
    case FAMILY_EC: {
        size_t size = 0;
        unsigned char *der = der_of(key, signature, signature_length, &size);
        is_valid = der && verify_public(key, message, length, der, size);
        OPENSSL_free(der);
        break;
    }
    case FAMILY_RSA: case FAMILY_RSA_PSS: case FAMILY_ED25519:
        is_valid = verify_public(key, message, length, signature, signature_length);
    }
    // What went wrong is of no interest, and stays in the thread's queue otherwise.
    ERR_clear_error();
    return is_valid;
}

import Glibc

/// A stream that no child inherits. Tests start servers and programs all the time, and a socket of which one of them holds a
/// copy stays open after its owner has closed it.
package let clientSocketType = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)

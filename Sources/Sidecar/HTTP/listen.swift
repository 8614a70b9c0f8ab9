import CNetwork
package import HostSystem
import Glibc

/// Where a server listens.
package enum ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// Port 0 picks a free one.
    case tcp(host: String, port: UInt16)
    case unix(path: String)

    package var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}

/// Listening sockets on the addresses of a name, or on a unix socket: on each one for each loop.
package struct ListeningSockets: Sendable {
    /// With the port that was picked.
    package var address: ListenAddress
    /// One after the other those of an address, in the order of the loops.
    package var descriptors: [Int32]
    package var loops: Int

    package func descriptors(ofLoop index: Int) -> [Int32] {
        stride(from: index, to: descriptors.count, by: loops).map { descriptors[$0] }
    }

    /// Whether this machine alone reaches them, by the addresses that they are bound to: a name may stand for any.
    package var areLocal: Bool { descriptors.allSatisfy(isBoundLocally) }

    package func close() {
        for descriptor in descriptors { Glibc.close(descriptor) }
    }
}

private func isBoundLocally(_ descriptor: Int32) -> Bool {
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &address) { start in
        let raw = UnsafeMutableRawPointer(start)
        guard getsockname(descriptor, raw.assumingMemoryBound(to: sockaddr.self), &length) == 0 else { return false }
        switch Int32(start.pointee.ss_family) {
        case AF_UNIX: return true
        // 127.0.0.0/8.
        case AF_INET:
            return raw.assumingMemoryBound(to: sockaddr_in.self).pointee.sin_addr.s_addr.bigEndian >> 24 == 127
        case AF_INET6:
            let bytes = withUnsafeBytes(of: raw.assumingMemoryBound(to: sockaddr_in6.self).pointee.sin6_addr) {
                Array($0)
            }
            return bytes == [UInt8](repeating: 0, count: 15) + [1]
        default: return false
        }
    }
}

/// Opens one listening socket per loop and address. `EADDRINUSE` when somebody listens there already. A unix socket is one socket
/// that the loops share; a file that a dead server left behind is replaced.
package func openListeningSockets(_ address: ListenAddress, loops: Int) throws(SystemError) -> ListeningSockets {
    let loops = max(loops, 1)
    switch address {
    case .tcp(let host, var port):
        var descriptors = [Int32](repeating: -1, count: loops * CNET_ADDRESSES)
        var addresses: UInt32 = 0
        let status = cnet_listen_tcp(host, &port, UInt32(clamping: loops), &descriptors, &addresses)
        guard status == 0 else { throw SystemError("listen", address.description, code: status) }
        return ListeningSockets(
            address: .tcp(host: host, port: port), descriptors: Array(descriptors[..<(Int(addresses) * loops)]),
            loops: loops)
    case .unix(let path):
        var descriptors = [Int32](repeating: -1, count: loops)
        let status = cnet_listen_unix(path, &descriptors[0])
        guard status == 0 else { throw SystemError("listen", address.description, code: status) }
        for index in descriptors.indices.dropFirst() {
            descriptors[index] = fcntl(descriptors[0], F_DUPFD_CLOEXEC, 0)
            guard descriptors[index] >= 0 else {
                let code = errno
                for opened in descriptors[..<index] { close(opened) }
                throw SystemError("listen", address.description, code: code)
            }
        }
        return ListeningSockets(address: address, descriptors: descriptors, loops: loops)
    }
}

#pragma once

// For ListenSocket_*.cpp only, after the platform's own socket headers: the names below are the same everywhere.

#include <cstdint>
#include <cstring>
#include <string>

namespace tickgate::os {

struct NumericAddress
{
    sockaddr_storage storage{};
    socklen_t size = 0; ///< 0: not a numeric address
};

/// An IPv4 or IPv6 address in digits, as bind() wants it.
inline NumericAddress numericAddress(const std::string &address, std::uint16_t port)
{
    NumericAddress result;
    in_addr v4{};
    in6_addr v6{};
    if (inet_pton(AF_INET, address.c_str(), &v4) == 1) {
        sockaddr_in in{};
        in.sin_family = AF_INET;
        in.sin_port = htons(port);
        in.sin_addr = v4;
        std::memcpy(&result.storage, &in, sizeof in);
        result.size = sizeof in;
    } else if (inet_pton(AF_INET6, address.c_str(), &v6) == 1) {
        sockaddr_in6 in{};
        in.sin6_family = AF_INET6;
        in.sin6_port = htons(port);
        in.sin6_addr = v6;
        std::memcpy(&result.storage, &in, sizeof in);
        result.size = sizeof in;
    }
    return result;
}

/// The port of an address that getsockname() gave.
inline std::uint16_t portOf(const sockaddr_storage &storage)
{
    if (storage.ss_family == AF_INET6) {
        sockaddr_in6 in{};
        std::memcpy(&in, &storage, sizeof in);
        return ntohs(in.sin6_port);
    }
    sockaddr_in in{};
    std::memcpy(&in, &storage, sizeof in);
    return ntohs(in.sin_port);
}

} // namespace tickgate::os

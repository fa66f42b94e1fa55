#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace tickgate {

struct Sending;

/// The system's own way of sending to many sockets with one call. One thread; owned by its SendRing.
class KernelRing
{
public:
    /// For so many sendings a call; nullptr where the system has no such thing or refuses it.
    [[nodiscard]] static std::unique_ptr<KernelRing> make(unsigned entries);

    KernelRing() = default;
    virtual ~KernelRing() = default;
    KernelRing(const KernelRing &) = delete;
    KernelRing &operator=(const KernelRing &) = delete;

    /// Sends each as far as the kernel takes it, fills in `taken` and returns how many were tried: fewer than there are
    /// when the kernel refuses the rest. At most `entries` at a time; none is under way afterwards.
    [[nodiscard]] virtual std::size_t send(std::span<Sending> sendings) = 0;
};

} // namespace tickgate

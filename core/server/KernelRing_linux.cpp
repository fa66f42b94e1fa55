#include "KernelRing.h"

#include "core/server/SendRing.h"

#include <liburing.h>
#include <sys/socket.h>

#include <cerrno>

namespace tickgate {

namespace {

class IoUring : public KernelRing
{
public:
    explicit IoUring(unsigned entries)
        : m_made(::io_uring_queue_init(entries, &m_ring, 0) == 0)
    {}
    ~IoUring() override
    {
        if (m_made)
            ::io_uring_queue_exit(&m_ring);
    }

    /// From Linux 6.0 on, which the feature tells; older kernels lack sends or were not tried.
    [[nodiscard]] bool usable() const { return m_made && (m_ring.features & IORING_FEAT_LINKED_FILE) != 0; }

    [[nodiscard]] std::size_t send(std::span<Sending> sendings) override
    {
        for (Sending &sending : sendings) {
            io_uring_sqe *entry = ::io_uring_get_sqe(&m_ring);
            // MSG_DONTWAIT: the kernel answers at once instead of keeping the entry until a slow reader reads.
            ::io_uring_prep_send(entry, sending.socket, sending.bytes.data(), sending.bytes.size(),
                                 MSG_DONTWAIT | MSG_NOSIGNAL);
            ::io_uring_sqe_set_data(entry, &sending);
        }
        std::size_t submitted = 0;
        while (submitted < sendings.size()) {
            const int result = ::io_uring_submit(&m_ring);
            if (result > 0)
                submitted += static_cast<std::size_t>(result);
            else if (result != -EINTR)
                break;
        }
        for (std::size_t answered = 0; answered < submitted;) {
            io_uring_cqe *answer = nullptr;
            if (::io_uring_wait_cqe(&m_ring, &answer) != 0)
                continue; // a signal; what was submitted is answered
            static_cast<Sending *>(::io_uring_cqe_get_data(answer))->taken = taken(answer->res);
            ::io_uring_cqe_seen(&m_ring, answer);
            ++answered;
        }
        return submitted;
    }

private:
    static std::int64_t taken(int result)
    {
        const bool later = result == -EAGAIN || result == -ENOBUFS || result == -EINTR;
        return result >= 0 ? result : later ? 0 : -1;
    }

    io_uring m_ring{};
    const bool m_made;
};

} // namespace

std::unique_ptr<KernelRing> KernelRing::make(unsigned entries)
{
    auto ring = std::make_unique<IoUring>(entries);
    return ring->usable() ? std::move(ring) : nullptr;
}

} // namespace tickgate

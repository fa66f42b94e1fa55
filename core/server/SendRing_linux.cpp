#include "SendRing.h"

#include <liburing.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace tickgate {

class SendRing::Kernel
{
public:
    explicit Kernel(unsigned entries)
        : m_room(entries)
        , m_made(::io_uring_queue_init(entries, &m_ring, 0) == 0)
    {}
    ~Kernel()
    {
        if (m_made)
            ::io_uring_queue_exit(&m_ring);
    }
    Kernel(const Kernel &) = delete;
    Kernel &operator=(const Kernel &) = delete;

    /// From Linux 6.0 on, which the feature tells; older kernels lack sends or were not tried.
    [[nodiscard]] bool usable() const { return m_made && (m_ring.features & IORING_FEAT_LINKED_FILE) != 0; }
    [[nodiscard]] std::size_t room() const { return m_room; }

    /// Returns how many were sent; fewer than there are when the kernel refuses the rest. At most room() at a time.
    [[nodiscard]] std::size_t send(std::span<Sending> sendings)
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
    const unsigned m_room;
    const bool m_made;
};

SendRing::SendRing(unsigned entries)
    : m_kernel(std::make_unique<Kernel>(entries))
{
    if (!m_kernel->usable())
        m_kernel.reset();
}

SendRing::~SendRing() = default;

void SendRing::send(std::span<Sending> sendings)
{
    while (m_kernel != nullptr && sendings.size() > 1) {
        const std::size_t part = std::min(sendings.size(), m_kernel->room());
        const std::size_t sent = m_kernel->send(sendings.first(part));
        if (sent < part)
            m_kernel.reset(); // with what it did not take
        sendings = sendings.subspan(sent);
    }
    sendEach(sendings);
}

} // namespace tickgate

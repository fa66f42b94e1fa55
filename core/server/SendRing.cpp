#include "SendRing.h"

#include "core/server/KernelRing.h"

#include <algorithm>

namespace tickgate {

SendRing::SendRing(unsigned entries)
    : m_entries(entries)
    , m_kernel(KernelRing::make(entries))
{}

SendRing::~SendRing() = default;

void SendRing::send(std::span<Sending> sendings)
{
    while (m_kernel != nullptr && sendings.size() > 1) {
        const std::size_t part = std::min<std::size_t>(sendings.size(), m_entries);
        const std::size_t sent = m_kernel->send(sendings.first(part));
        if (sent < part)
            m_kernel.reset(); // with what it did not take
        sendings = sendings.subspan(sent);
    }
    for (Sending &sending : sendings)
        sending.taken = os::sendSome(sending.socket, sending.bytes.data(), sending.bytes.size());
}

} // namespace tickgate

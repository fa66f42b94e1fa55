#include "ReturnCounter.h"

namespace tickgate {

namespace {
constexpr std::chrono::seconds kTime{60};
}

void ReturnCounter::expect(int clients)
{
    m_receipt.reset();
    if (clients > 0)
        m_receipt = RestartReceipt{clients, 0, std::chrono::milliseconds(0)};
}

void ReturnCounter::listening()
{
    m_back.clear(); // each server numbers its clients anew
    m_clock.start();
}

bool ReturnCounter::authenticated(quint64 client)
{
    if (!m_receipt || m_receipt->complete() || m_back.contains(client))
        return false;
    const std::chrono::milliseconds took(m_clock.elapsed());
    if (took > kTime)
        return false;
    m_back.insert(client);
    ++m_receipt->back;
    m_receipt->took = took;
    return true;
}

} // namespace tickgate

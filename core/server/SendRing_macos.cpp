#include "SendRing.h"

namespace tickgate {

class SendRing::Kernel
{};

SendRing::SendRing(unsigned /*entries*/)
{}

SendRing::~SendRing() = default;

void SendRing::send(std::span<Sending> sendings)
{
    sendEach(sendings);
}

} // namespace tickgate

#pragma once

#include "core/auth/ApiKeyVerifier.h"

namespace tickgate {

/// The one key of the demo feed: demo-key, for user "demo" of broker "demo". Only made with --demo or
/// TICKGATE_AUTH=demo. Any thread; owned by the AuthService that it was given to.
class DemoVerifier : public ApiKeyVerifier
{
public:
    [[nodiscard]] KeyVerdict verify(const QByteArray &key) override;
    [[nodiscard]] QString sourceName() const override;
};

} // namespace tickgate

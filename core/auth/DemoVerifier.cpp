#include "core/auth/DemoVerifier.h"

#include "core/auth/Secrets.h"

namespace tickgate {

KeyVerdict DemoVerifier::verify(const QByteArray &key)
{
    if (equalInConstantTime(key, QByteArrayLiteral("demo-key")))
        return {KeyVerdict::Kind::Accepted, QStringLiteral("demo"), QStringLiteral("demo"), {}};
    return {KeyVerdict::Kind::WrongKey, {}, {}, QStringLiteral("Wrong API key; the demo feed takes demo-key")};
}

QString DemoVerifier::sourceName() const
{
    return QStringLiteral("demo key");
}

} // namespace tickgate

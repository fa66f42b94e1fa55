#pragma once

#include "core/auth/ApiKeyVerifier.h"
#include "core/auth/KeysFile.h"

#include <mutex>

namespace tickgate {

/// Checks keys against the file of standalone keys. The user is the name given to `tickgate key add`, the broker is
/// "tickgate". The file is read at every check, so a change counts at once; the hashing costs far more than the
/// reading. Any thread, several at once; owned by the AuthService that it was given to.
class KeysFileVerifier : public ApiKeyVerifier
{
public:
    explicit KeysFileVerifier(const QString &path);

    [[nodiscard]] KeyVerdict verify(const QByteArray &key) override;
    [[nodiscard]] QString sourceName() const override;
    [[nodiscard]] QByteArray sourceStamp() const override;

private:
    [[nodiscard]] QByteArray decoyHash();

    const KeysFile m_file;
    std::once_flag m_decoyMade;
    QByteArray m_decoy;
};

} // namespace tickgate

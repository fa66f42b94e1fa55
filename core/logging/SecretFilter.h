#pragma once

#include <QString>
#include <QStringList>

#include <mutex>

namespace tickgate {

/// Takes secrets out of text before anybody sees it: the ones it was told, and whatever follows a name such as api_key,
/// in JSON, in a query string or in a .env line. Thread-safe. Shared by the log sinks and the diagnostics bundle.
class SecretFilter
{
public:
    /// Texts of fewer than 4 characters are not taken: they would blacken ordinary words.
    void addSecret(const QString &secret);

    [[nodiscard]] QString filtered(const QString &text) const;

private:
    mutable std::mutex m_mutex;
    QStringList m_secrets; ///< longest first, so that no rest of a longer one stays
};

} // namespace tickgate

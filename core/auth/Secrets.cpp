#include "core/auth/Secrets.h"

#include "core/auth/ApiKeyVerifier.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

#include <string_view>

namespace tickgate {

namespace {
constexpr std::string_view kKeyAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr int kKeyLength = 40;
constexpr int kShownCharacters = 4;
constexpr int kShownHashDigits = 6;
} // namespace

bool equalInConstantTime(const QByteArray &left, const QByteArray &right)
{
    // Digests have one length, so the loop below never ends early, whatever the lengths of the values.
    const QByteArray leftDigest = QCryptographicHash::hash(left, QCryptographicHash::Sha256);
    const QByteArray rightDigest = QCryptographicHash::hash(right, QCryptographicHash::Sha256);
    unsigned difference = 0;
    for (qsizetype i = 0; i < leftDigest.size(); ++i)
        difference |= static_cast<unsigned char>(leftDigest.at(i)) ^ static_cast<unsigned char>(rightDigest.at(i));
    return difference == 0;
}

QByteArray newSecretKey()
{
    QByteArray key;
    key.reserve(kKeyLength);
    for (int i = 0; i < kKeyLength; ++i)
        key.append(kKeyAlphabet[QRandomGenerator::system()->bounded(static_cast<quint32>(kKeyAlphabet.size()))]);
    return key;
}

QString maskedKey(const QByteArray &key)
{
    if (key.isEmpty())
        return QStringLiteral("(none)");
    // Of a short key four characters would be most of it, so never more than half is shown.
    QString start = QString::fromUtf8(key);
    start.truncate(qMin<qsizetype>(kShownCharacters, start.size() / 2));
    for (QChar &character : start) {
        if (!character.isPrint())
            character = QLatin1Char('?'); // what a client sends must not break a line of the log
    }
    const QByteArray digest = QCryptographicHash::hash(key, QCryptographicHash::Sha256).toHex().left(kShownHashDigits);
    return start + QStringLiteral("…#") + QString::fromLatin1(digest);
}

} // namespace tickgate

#pragma once

#include "app/ExitCode.h"

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

namespace tickgate {

// The language of the control socket. A frame is a 32-bit length, most significant byte first, then as many bytes: one
// version byte and a JSON object. The client sends one request {"verb":V,"arguments":{...}}; the server answers with
// any number of {"item":{...}} (tail only) and one {"exit":N,"message":M,"result":R}, then closes.

inline constexpr quint8 kControlVersion = 1;
inline constexpr qsizetype kLargestRequest = qsizetype{64} * 1024;
inline constexpr qsizetype kLargestAnswer = qsizetype{32} * 1024 * 1024;

/// The final answer to a verb.
struct ControlReply
{
    ExitCode exit = ExitCode::Done;
    QString message;             ///< for people; the reason when exit is not Done
    QJsonValue result;           ///< what --json prints
    bool connectionLost = false; ///< said by the client itself: the other side went without an answer

    bool operator==(const ControlReply &) const = default;

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static ControlReply fromJson(const QJsonObject &object);
};

[[nodiscard]] QByteArray controlFrame(const QJsonObject &object);

/// Puts frames together again, however the bytes arrive. Once it has said Malformed or OtherVersion, the connection
/// is of no more use. Pure.
class ControlFrameReader
{
public:
    enum class Result
    {
        Incomplete,
        Message,
        Malformed,
        OtherVersion
    };

    explicit ControlFrameReader(qsizetype largest);

    void feed(const QByteArray &bytes);
    [[nodiscard]] Result next(QJsonObject &message);

private:
    const qsizetype m_largest;
    QByteArray m_bytes;
};

} // namespace tickgate

#pragma once

#include <QByteArray>
#include <QJsonObject>

#include <vector>

namespace tickgate {

/// Puts the pieces that a pipe delivers together into lines, one JSON object each. Whatever is no object is counted and
/// skipped; a line that never ends is dropped at its limit. A value, one thread.
class JsonLines
{
public:
    /// The objects that these bytes completed, in order.
    [[nodiscard]] std::vector<QJsonObject> feed(const QByteArray &bytes);

    /// Lines that were no JSON object, since the last call; example is the start of one of them.
    struct Garbage
    {
        int lines = 0;
        QByteArray example;
    };
    [[nodiscard]] Garbage takeGarbage();

private:
    void discard(const QByteArray &line);

    QByteArray m_rest;
    bool m_skipping = false; ///< inside a line that was too long
    Garbage m_garbage;
};

} // namespace tickgate

#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace tickgate {

// The answers of a running instance as text for people, from the same JSON that --json prints. Pure functions; lines
// end with \n; only plain blanks, so that columns line up in every terminal.

[[nodiscard]] QString statusText(const QJsonObject &status);
[[nodiscard]] QString clientsText(const QJsonArray &clients);
[[nodiscard]] QString doctorText(const QJsonObject &doctor);
/// One line: symbol, mode and the publisher's payload as it came.
[[nodiscard]] QString tickText(const QJsonObject &tick);
/// The same as one JSON object on a line: exchange, symbol, mode (a number) and data, the payload byte for byte.
[[nodiscard]] QString tickJsonLine(const QJsonObject &tick);

/// Columns as wide as their widest cell; numbers (right) or text (left) as `rightAligned` says per column.
[[nodiscard]] QString textTable(const QStringList &heads, const QList<QStringList> &rows,
                                const QList<bool> &rightAligned);

} // namespace tickgate

#pragma once

#include "ui/model/PanelView.h"
#include "ui/widget/Tone.h"

#include <QDateTime>
#include <QHash>
#include <QString>

#include <optional>

namespace tickgate {

/// The one thing that wants the user's eye now.
struct Attention
{
    QString key; ///< what it is about; snoozing silences this key only
    Tone tone = Tone::Warning;
    QString text;
    QString action = {}; ///< what the button says, "Why?" when empty
    bool once = false;   ///< put off is told: it does not come back

    bool operator==(const Attention &) const = default;
};

/// How the keys begin of those that a login in OpenAlgo mends.
inline const QString kLoginAttention = QStringLiteral("login-");
/// How the last run ended, when the service runs again and no page says so.
inline const QString kPreviousRunAttention = QStringLiteral("previous-run");

/// All that is wrong, the most pressing first. Pure.
[[nodiscard]] std::vector<Attention> attentions(const PanelView &view);

/// Which of them were put off, and until when. A plain value; the caller says what time it is.
class Snoozer
{
public:
    void snooze(const QString &key, const QDateTime &until);
    /// The first that is not put off.
    [[nodiscard]] std::optional<Attention> pick(const std::vector<Attention> &all, const QDateTime &now) const;

private:
    QHash<QString, QDateTime> m_until;
};

} // namespace tickgate

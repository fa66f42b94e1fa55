#pragma once

#include <QList>
#include <QPair>
#include <QString>
#include <QStringList>

namespace tickgate {

/// Takes people out of text that leaves the computer: home folders become ~, names that were told become a word, and
/// whoever a home folder elsewhere or a user_id belongs to is masked as well. A value class; any thread.
class PersonalFilter
{
public:
    /// `home` may be empty.
    explicit PersonalFilter(const QString &home);

    /// Names of fewer than 2 characters are not taken.
    void addName(const QString &name, const QString &word);

    [[nodiscard]] QString filtered(const QString &text) const;

private:
    QString m_home;
    QList<QPair<QString, QString>> m_names; ///< longest first
};

} // namespace tickgate

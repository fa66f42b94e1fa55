#include "core/auth/KeyCommands.h"

#include "core/auth/KeysFile.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTextStream>

namespace tickgate {

namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;

int addKey(const KeysFile &file, const QString &user, QTextStream &out, QTextStream &err)
{
    const KeysFile::Added added = file.add(user);
    if (!added.error.isEmpty()) {
        err << added.error << '\n';
        return kFailed;
    }
    out << QStringLiteral("Key %1 for %2. It is shown only once: copy it now.\n")
               .arg(added.stored.id, added.stored.user)
        << QString::fromLatin1(added.key) << '\n';
    if (const QString problem = takeBackUnshown(file, added.stored.id, out); !problem.isEmpty()) {
        err << problem << '\n';
        return kFailed;
    }
    return kDone;
}

void printAsJson(const std::vector<StoredKey> &keys, QTextStream &out)
{
    QJsonArray array;
    for (const StoredKey &key : keys) {
        array.append(QJsonObject{{QStringLiteral("id"), key.id},
                                 {QStringLiteral("user"), key.user},
                                 {QStringLiteral("created"), key.created.toUTC().toString(Qt::ISODate)},
                                 {QStringLiteral("prefix"), key.prefix}});
    }
    out << QString::fromUtf8(QJsonDocument(array).toJson());
}

void printAsTable(const std::vector<StoredKey> &keys, QTextStream &out)
{
    if (keys.empty()) {
        out << QStringLiteral("No keys yet. Make one with: tickgate key add USER\n");
        return;
    }
    qsizetype widest = 4;
    for (const StoredKey &key : keys)
        widest = qMax(widest, key.user.size());
    const auto line = [&out, widest](const QString &id, const QString &user, const QString &created, const QString &k) {
        out << id.leftJustified(10) << user.leftJustified(widest + 2) << created.leftJustified(18) << k << '\n';
    };
    line(QStringLiteral("ID"), QStringLiteral("USER"), QStringLiteral("CREATED"), QStringLiteral("KEY"));
    for (const StoredKey &key : keys) {
        line(key.id, key.user, key.created.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm")),
             key.prefix + QStringLiteral("…"));
    }
}

int listKeys(const KeysFile &file, bool json, QTextStream &out, QTextStream &err)
{
    const KeysFile::Contents contents = file.read();
    if (!contents.error.isEmpty()) {
        if (json) {
            const QJsonObject object{{QStringLiteral("ok"), false}, {QStringLiteral("message"), contents.error}};
            out << QString::fromUtf8(QJsonDocument(object).toJson());
        }
        err << contents.error << '\n';
        return kFailed;
    }
    if (json)
        printAsJson(contents.keys, out);
    else
        printAsTable(contents.keys, out);
    return kDone;
}

int removeKey(const KeysFile &file, const QString &id, QTextStream &out, QTextStream &err)
{
    if (const QString problem = file.remove(id); !problem.isEmpty()) {
        err << problem << '\n';
        return kFailed;
    }
    out << QStringLiteral("Key %1 is removed.\n").arg(id);
    return kDone;
}

} // namespace

QString takeBackUnshown(const KeysFile &file, const QString &id, QTextStream &out)
{
    out.flush();
    if (out.status() == QTextStream::Ok)
        return {};
    const QString problem = file.remove(id);
    return problem.isEmpty() ? QStringLiteral("The new key could not be shown, so it was removed again.")
                             : QStringLiteral("The new key %1 could not be shown. %2").arg(id, problem);
}

int runKeyCommand(const QString &keysFile, const QStringList &arguments, QTextStream &out, QTextStream &err)
{
    const KeysFile file(keysFile);
    const QString verb = arguments.value(0);
    if (verb == QLatin1String("add") && arguments.size() == 2)
        return addKey(file, arguments.at(1), out, err);
    if (verb == QLatin1String("remove") && arguments.size() == 2)
        return removeKey(file, arguments.at(1), out, err);
    if (verb == QLatin1String("list") && arguments.size() == 1)
        return listKeys(file, false, out, err);
    if (verb == QLatin1String("list") && arguments.size() == 2 && arguments.at(1) == QLatin1String("--json"))
        return listKeys(file, true, out, err);
    err << QStringLiteral("usage: tickgate key add USER [--json]\n"
                          "       tickgate key list [--json]\n"
                          "       tickgate key remove ID [--json]\n");
    return kUsage;
}

} // namespace tickgate

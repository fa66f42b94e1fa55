#include "KeyVerb.h"

#include "app/ExitCode.h"
#include "core/auth/KeyCommands.h"
#include "core/auth/KeysFile.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace tickgate {

namespace {

/// As the verbs that ask a running instance answer.
int fail(const QString &problem, QTextStream &out, QTextStream &err)
{
    const QJsonObject object{{QStringLiteral("ok"), false}, {QStringLiteral("message"), problem}};
    out << QString::fromUtf8(QJsonDocument(object).toJson()) << Qt::flush;
    err << problem << Qt::endl;
    return static_cast<int>(ExitCode::Failed);
}

/// The object, or one that says why there is none.
int answer(const QString &problem, const QJsonObject &object, QTextStream &out, QTextStream &err)
{
    if (!problem.isEmpty())
        return fail(problem, out, err);
    out << QString::fromUtf8(QJsonDocument(object).toJson()) << Qt::flush;
    return static_cast<int>(ExitCode::Done);
}

} // namespace

int runKeyVerb(const CommandLine &line, const QString &keysFile, QTextStream &out, QTextStream &err)
{
    QStringList arguments = line.keyArguments;
    const QString verb = arguments.value(0);
    const bool adds = verb == QLatin1String("add");
    if (!line.json || (!adds && verb != QLatin1String("remove")))
        return runKeyCommand(keysFile, arguments, out, err);
    arguments.removeLast(); // --json
    if (arguments.size() != 2)
        return runKeyCommand(keysFile, arguments, out, err);

    const KeysFile file(keysFile);
    const QString operand = arguments.at(1);
    if (!adds) {
        return answer(file.remove(operand), {{QStringLiteral("id"), operand}, {QStringLiteral("removed"), true}}, out,
                      err);
    }
    const KeysFile::Added added = file.add(operand);
    const int exitCode = answer(added.error,
                                {{QStringLiteral("id"), added.stored.id},
                                 {QStringLiteral("user"), added.stored.user},
                                 {QStringLiteral("key"), QString::fromLatin1(added.key)}},
                                out, err);
    if (!added.error.isEmpty())
        return exitCode;
    const QString problem = takeBackUnshown(file, added.stored.id, out);
    return problem.isEmpty() ? exitCode : fail(problem, out, err);
}

} // namespace tickgate

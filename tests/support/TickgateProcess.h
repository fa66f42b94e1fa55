#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QString>
#include <QStringList>

namespace tickgate::test {

/// The real program, serving its demo feed on ports of its choice; killed, by its id, if the test leaves it behind.
/// Lives on the test's thread.
class TickgateProcess : public QProcess
{
public:
    static constexpr int kPatienceMs = 20'000;

    /// What a verb said.
    struct Answer
    {
        int exitCode = -1; ///< negative when it did not end, or ended by a signal
        QString out;
        QString err;

        [[nodiscard]] QJsonObject object() const;
        [[nodiscard]] QJsonArray array() const;
    };

    explicit TickgateProcess(const QString &configDir, const QStringList &more = {QStringLiteral("--headless")},
                             const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());
    ~TickgateProcess() override;

    /// Waits for one more line "listening ws=PORT bus=PORT".
    [[nodiscard]] bool waitListening();
    /// The exit code; negative when it does not end, or ends by a signal.
    [[nodiscard]] int waitEnd();
    [[nodiscard]] bool runs() const { return state() == Running; }

    /// Runs a verb to its end.
    [[nodiscard]] static Answer ask(const QString &configDir, const QStringList &words,
                                    const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());
    [[nodiscard]] static QString program();

    int webSocketPort = 0;
    int busPort = 0;

private:
    QString m_out;
    qsizetype m_read = 0;
};

} // namespace tickgate::test

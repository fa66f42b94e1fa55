#include "core/feed/AdapterHost.h"

#include <QJsonDocument>
#include <QProcess>

#include <spdlog/spdlog.h>

#include <algorithm>

namespace tickgate {

namespace {

using Clock = std::chrono::steady_clock;

/// An ended QProcess must not be deleted from within one of its own signals.
void disposeOf(std::unique_ptr<QProcess> process)
{
    process->disconnect();
    process.release()->deleteLater();
}

} // namespace

AdapterHost::AdapterHost(AdapterHostSetup setup, AdapterHostTimes times, QObject *parent)
    : QObject(parent)
    , m_setup(std::move(setup))
    , m_times(times)
    , m_pause(times.firstPause)
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &AdapterHost::climbLadder);
    connect(&m_pingTimer, &QTimer::timeout, this, &AdapterHost::ping);
}

AdapterHost::~AdapterHost()
{
    if (!m_process)
        return;
    m_process->disconnect(this);
    m_process->kill();
    m_process->waitForFinished(1000); // SIGKILL is prompt; without it Qt warns and waits longer
}

void AdapterHost::setEnvironment(const QString &name, const QString &value)
{
    m_setup.environment.insert(name, value);
}

void AdapterHost::start()
{
    if (m_state == State::Stopped)
        launch();
}

void AdapterHost::launch()
{
    m_process = std::make_unique<QProcess>();
    m_lines = {};
    m_log = {};
    m_toldReason.clear();
    m_killReason.clear();
    m_pingId = 0;

    QProcessEnvironment environment = m_setup.environment;
    environment.insert(QStringLiteral("PYTHONUNBUFFERED"), QStringLiteral("1"));
    environment.insert(QStringLiteral("PYTHONIOENCODING"), QStringLiteral("utf-8"));
    m_process->setProcessEnvironment(environment);
    m_process->setWorkingDirectory(m_setup.folder);
    m_process->setProgram(m_setup.python);
    m_process->setArguments({m_setup.script->path(), m_setup.folder});
    m_guard.prepare(*m_process);

    connect(m_process.get(), &QProcess::started, this, [this] {
        m_guard.adopt(*m_process);
        spdlog::info("adapter host: started, pid {}", m_process->processId());
    });
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &AdapterHost::readOutput);
    connect(m_process.get(), &QProcess::readyReadStandardError, this,
            [this] { m_log.feed(m_process->readAllStandardError(), Clock::now()); });
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            processEnded(QStringLiteral("%1 cannot be started: %2").arg(m_setup.python, m_process->errorString()));
    });
    connect(m_process.get(), &QProcess::finished, this, [this](int exitCode, QProcess::ExitStatus status) {
        readOutput();
        m_log.feed(m_process->readAllStandardError(), Clock::now());
        m_log.finish(Clock::now());
        processEnded(wordedEnd(exitCode, status == QProcess::CrashExit));
    });

    m_deadline.start(m_times.readyWithin);
    setState(State::Starting);
    m_process->start();
}

void AdapterHost::stop()
{
    switch (m_state) {
    case State::Stopping:
        return;
    case State::Stopped:
    case State::Waiting:
        m_deadline.stop();
        setState(State::Stopped);
        Q_EMIT stopped();
        return;
    case State::Starting:
    case State::Ready:
        m_pingTimer.stop();
        setState(State::Stopping);
        m_deadline.start(m_times.leaveWithin);
        m_process->closeWriteChannel();
        return;
    }
}

void AdapterHost::hurry()
{
    if (m_state != State::Stopping)
        return;
    m_killReason = QStringLiteral("There was no time to wait for it");
    spdlog::warn("adapter host: {}; killing it", m_killReason.toStdString());
    m_process->kill();
}

void AdapterHost::giveUp(const QString &reason)
{
    if (m_state != State::Ready && m_state != State::Starting)
        return;
    m_killReason = reason;
    m_process->kill();
}

/// The deadline of the state has passed.
void AdapterHost::climbLadder()
{
    switch (m_state) {
    case State::Starting:
        giveUp(QStringLiteral("It was not ready within %1 s").arg(m_times.readyWithin.count() / 1000));
        break;
    case State::Ready:
        giveUp(QStringLiteral("It did not answer for %1 s").arg(m_times.pongWithin.count() / 1000));
        break;
    case State::Waiting:
        ++m_restarts;
        launch();
        break;
    case State::Stopping:
        if (m_killReason.isEmpty()) {
            m_killReason = QStringLiteral("It did not leave when asked");
            spdlog::warn("adapter host: {}; terminating it", m_killReason.toStdString());
            m_process->terminate();
            m_deadline.start(m_times.terminateWithin);
        } else {
            m_process->kill();
        }
        break;
    case State::Stopped:
        break;
    }
}

quint64 AdapterHost::request(QJsonObject request)
{
    if (m_state != State::Ready)
        return 0;
    request.insert(QStringLiteral("id"), static_cast<qint64>(++m_lastId));
    write(request);
    return m_lastId;
}

void AdapterHost::write(const QJsonObject &object)
{
    m_process->write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

void AdapterHost::ping()
{
    if (m_pingId != 0)
        return;
    m_pingId = request({{QStringLiteral("op"), QStringLiteral("status")}});
    m_deadline.start(m_times.pongWithin);
}

void AdapterHost::readOutput()
{
    const std::vector<QJsonObject> objects = m_lines.feed(m_process->readAllStandardOutput());
    if (const JsonLines::Garbage garbage = m_lines.takeGarbage(); garbage.lines > 0) {
        spdlog::warn("adapter host: {} lines that are no message, e.g. \"{}\"", garbage.lines,
                     garbage.example.toStdString());
    }
    for (const QJsonObject &object : objects)
        take(object);
}

void AdapterHost::take(const QJsonObject &object)
{
    const QString event = object[QLatin1String("event")].toString();
    if (event == QLatin1String("ready")) {
        if (m_state != State::Starting)
            return;
        m_readySince = Clock::now();
        m_deadline.stop();
        m_pingTimer.start(m_times.pingEvery);
        setState(State::Ready);
    } else if (event == QLatin1String("log")) {
        m_toldReason = object[QLatin1String("message")].toString();
        spdlog::warn("adapter host: {}", m_toldReason.toStdString());
    } else if (!event.isEmpty()) {
        Q_EMIT eventReceived(object);
    } else {
        const auto id = static_cast<quint64>(object[QLatin1String("id")].toInteger());
        if (id != 0 && id == m_pingId) {
            m_pingId = 0;
            if (m_state == State::Ready)
                m_deadline.stop();
        } else if (id != 0) {
            Q_EMIT replied(id, object);
        }
    }
}

QString AdapterHost::wordedEnd(int exitCode, bool crashed) const
{
    if (!m_killReason.isEmpty())
        return m_killReason;
    if (m_state == State::Starting && !m_toldReason.isEmpty())
        return m_toldReason;
    QString text =
        crashed ? QStringLiteral("It was killed or crashed") : QStringLiteral("It ended with code %1").arg(exitCode);
    if (!m_log.lastError().isEmpty())
        text += QStringLiteral(" (%1)").arg(QString::fromUtf8(m_log.lastError()));
    return text;
}

void AdapterHost::processEnded(const QString &reason)
{
    if (!m_process)
        return;
    disposeOf(std::move(m_process));
    m_deadline.stop();
    m_pingTimer.stop();
    if (m_state == State::Stopping) {
        spdlog::info("adapter host: ended");
        setState(State::Stopped);
        Q_EMIT stopped();
        return;
    }
    m_reason = reason;
    if (m_readySince && Clock::now() - *m_readySince >= m_times.healthyAfter)
        m_pause = m_times.firstPause;
    m_readySince.reset();
    spdlog::error("adapter host: {}; starting again in {} ms", reason.toStdString(), m_pause.count());
    m_deadline.start(m_pause);
    m_pause = std::min(m_pause * 2, m_times.longestPause);
    setState(State::Waiting);
}

void AdapterHost::setState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

AdapterHost::State AdapterHost::state() const
{
    return m_state;
}

const QString &AdapterHost::reason() const
{
    return m_reason;
}

void AdapterHost::describe(FeedSnapshot &snapshot) const
{
    switch (m_state) {
    case State::Starting:
        snapshot.host = FeedSnapshot::Host::Starting;
        break;
    case State::Ready:
        snapshot.host = FeedSnapshot::Host::Ready;
        break;
    case State::Waiting:
        snapshot.host = FeedSnapshot::Host::Waiting;
        snapshot.restartIn = m_deadline.remainingTimeAsDuration();
        break;
    case State::Stopping:
    case State::Stopped:
        snapshot.host = FeedSnapshot::Host::Stopping;
        break;
    }
    snapshot.pid = m_process ? m_process->processId() : 0;
    snapshot.restarts = m_restarts;
    snapshot.reason = m_reason;
}

} // namespace tickgate

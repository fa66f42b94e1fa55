#include "LogPage.h"

#include "core/config/WholeFile.h"
#include "core/metrics/Format.h"
#include "ui/service/PanelStore.h"
#include "ui/service/Prompter.h"
#include "ui/widget/DataTable.h"
#include "ui/widget/ToggleButton.h"

#include <QComboBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QThreadPool>
#include <QVBoxLayout>

#include <spdlog/spdlog.h>

namespace tickgate {

namespace {

constexpr int kPullIntervalMs = 250;
const QString kLevelKey = QStringLiteral("log/level");
const QString kFilterKey = QStringLiteral("log/filter");

} // namespace

LogPage::LogPage(std::shared_ptr<LogRing> ring, Prompter &prompter, PanelStore &store, QWidget *parent)
    : QWidget(parent)
    , m_ring(std::move(ring))
    , m_prompter(prompter)
    , m_filter(m_model)
    , m_level(new QComboBox(this))
    , m_search(new QLineEdit(this))
    , m_pause(new ToggleButton(tr("Pause"), this))
    , m_newest(new QPushButton(this))
    , m_table(new DataTable(this))
{
    setObjectName(QStringLiteral("logPage"));
    m_level->setObjectName(QStringLiteral("logLevel"));
    m_level->setAccessibleName(tr("Least level shown"));
    for (const LogLevel level : {LogLevel::Debug, LogLevel::Info, LogLevel::Warn, LogLevel::Error})
        m_level->addItem(level == LogLevel::Error ? tr("errors only") : tr("%1 and above").arg(logLevelText(level)),
                         static_cast<int>(level));
    m_search->setObjectName(QStringLiteral("logSearch"));
    m_search->setPlaceholderText(tr("Filter by text"));
    m_search->setAccessibleName(tr("Filter the log"));
    m_search->setClearButtonEnabled(true);
    m_pause->setObjectName(QStringLiteral("logPauseButton"));
    m_pause->setAccessibleName(tr("Pause"));
    m_pause->setToolTip(tr("Keep the list as it is; what is logged meanwhile is shown afterwards"));
    auto *copy = new QPushButton(tr("Copy"), this);
    copy->setObjectName(QStringLiteral("logCopyButton"));
    copy->setAccessibleName(tr("Copy the selected lines"));
    auto *saveButton = new QPushButton(tr("Save..."), this);
    saveButton->setObjectName(QStringLiteral("logSaveButton"));
    saveButton->setAccessibleName(tr("Save what is shown"));
    auto *clear = new QPushButton(tr("Clear"), this);
    clear->setObjectName(QStringLiteral("logClearButton"));
    clear->setAccessibleName(tr("Clear the list"));
    clear->setToolTip(tr("Empties this list; the log file keeps everything"));
    m_newest->setObjectName(QStringLiteral("logNewestButton"));

    m_table->setObjectName(QStringLiteral("logTable"));
    m_table->setAccessibleName(tr("Log"));
    m_table->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_table->horizontalHeader()->setFont(font());
    m_table->verticalHeader()->setDefaultSectionSize(QFontMetrics(m_table->font()).height() + 4);
    m_table->setModel(&m_filter);
    m_table->setSampleTexts(
        {QStringLiteral("00:00:00.000"), QStringLiteral("    warning"), QStringLiteral("service"), {}});
    m_table->remember(store, QStringLiteral("log/columns"));

    auto *top = new QHBoxLayout;
    top->addWidget(m_level);
    top->addWidget(m_search, 1);
    for (QPushButton *button : {m_pause, copy, saveButton, clear})
        top->addWidget(button);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(8);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_newest, 0, Qt::AlignHCenter);

    connect(m_level, &QComboBox::currentIndexChanged, this, [this, &store](int index) {
        m_filter.setLevel(static_cast<LogLevel>(m_level->itemData(index).toInt()));
        store.setNumber(kLevelKey, index);
        refreshEmptyText();
    });
    connect(m_search, &QLineEdit::textChanged, this, [this, &store](const QString &text) {
        m_filter.setText(text);
        store.setText(kFilterKey, text);
        refreshEmptyText();
    });
    connect(m_pause, &QPushButton::toggled, this, [this](bool paused) {
        m_pause->setText(paused ? tr("Resume") : tr("Pause"));
        m_pause->setAccessibleName(m_pause->text());
        if (!paused)
            pull();
    });
    connect(copy, &QPushButton::clicked, m_table, &DataTable::copySelected);
    connect(saveButton, &QPushButton::clicked, this, &LogPage::save);
    connect(clear, &QPushButton::clicked, this, [this] {
        m_model.clear();
        m_unseen = 0;
        refreshNewest();
        refreshEmptyText();
    });
    connect(m_newest, &QPushButton::clicked, m_table, &QAbstractItemView::scrollToBottom);

    QScrollBar *bar = m_table->verticalScrollBar();
    connect(bar, &QScrollBar::valueChanged, this, [this, bar](int value) {
        // Only the user scrolls up: we only ever scroll to the end.
        m_follow = value >= bar->maximum();
        if (m_follow)
            m_unseen = 0;
        refreshNewest();
    });
    connect(bar, &QScrollBar::rangeChanged, this, [this, bar](int, int maximum) {
        if (m_follow)
            bar->setValue(maximum);
    });

    m_timer.setSingleShot(true);
    m_timer.setInterval(kPullIntervalMs);
    connect(&m_timer, &QTimer::timeout, this, &LogPage::pull);
    if (m_ring) {
        // A line logged between the connection and the first pull is found by its id.
        connect(m_ring.get(), &LogRing::entriesAdded, this, [this] {
            if (isVisible() && !m_timer.isActive())
                m_timer.start();
        });
    }
    m_level->setCurrentIndex(std::clamp(store.number(kLevelKey, 1), 0, m_level->count() - 1));
    m_filter.setLevel(static_cast<LogLevel>(m_level->currentData().toInt()));
    m_search->setText(store.text(kFilterKey));
    refreshNewest();
    refreshEmptyText();
}

void LogPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    pull();
}

void LogPage::pull()
{
    if (!m_ring || m_pause->isChecked())
        return;
    const int before = m_filter.rowCount();
    m_model.append(m_ring->since(m_model.newestId()));
    if (!m_follow)
        m_unseen += std::max(0, m_filter.rowCount() - before);
    refreshNewest();
    refreshEmptyText();
}

void LogPage::refreshNewest()
{
    const QString text = m_unseen > 0 ? format::counted(m_unseen, tr("1 new line below"), tr("%1 new lines below"))
                                      : tr("To the newest line");
    m_newest->setText(text);
    m_newest->setAccessibleName(text);
    m_newest->setVisible(!m_follow);
}

void LogPage::refreshEmptyText()
{
    m_table->setEmptyText(m_model.rowCount() > 0 ? tr("No line matches the filter.") : tr("Nothing was logged yet."));
}

QString LogPage::shownText() const
{
    QString text;
    for (int row = 0; row < m_filter.rowCount(); ++row)
        text += logLineText(m_filter.lineAt(row)) + QLatin1Char('\n');
    return text;
}

void LogPage::save()
{
    m_prompter.askFile(this, tr("Save the log"), QStringLiteral("tickgate-log.txt"),
                       [text = shownText()](const QString &path) {
                           if (path.isEmpty())
                               return;
                           QThreadPool::globalInstance()->start([text, path] {
                               QSaveFile file(path);
                               const QByteArray bytes = text.toUtf8();
                               // As private as the log itself.
                               if (!file.open(QIODevice::WriteOnly | QIODevice::Text) ||
                                   !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
                                   file.write(bytes) != bytes.size() || !commitWhole(file))
                                   spdlog::error("panel: could not save the log: {}", file.errorString().toStdString());
                               else
                                   spdlog::info("panel: log saved");
                           });
                       });
}

} // namespace tickgate

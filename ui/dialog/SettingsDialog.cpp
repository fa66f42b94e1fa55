#include "SettingsDialog.h"

#include "core/config/Contradictions.h"
#include "core/config/SettingValue.h"
#include "ui/dialog/SettingField.h"
#include "ui/service/PanelStore.h"
#include "ui/service/Prompter.h"
#include "ui/tray/Notifier.h"
#include "ui/widget/MutedLabel.h"

#include <QCheckBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <limits>

namespace tickgate {

namespace {

const QString kMinimizedKey = QStringLiteral("panel/start-minimized");

QList<const SettingRow *> rowsOf(SettingTab tab)
{
    QList<const SettingRow *> rows;
    for (const SettingRow &row : settingTable()) {
        if (settingTab(row.key) == tab)
            rows += &row;
    }
    std::sort(rows.begin(), rows.end(),
              [](const SettingRow *a, const SettingRow *b) { return settingOrder(a->key) < settingOrder(b->key); });
    return rows;
}

/// In the words of the dialog, where the loader speaks of keys and files.
QString contradictionText(const ConfigProblem &problem, const ProxyConfig &config)
{
    if (problem.key == QLatin1String("WEBSOCKET_HOST") || problem.key == QLatin1String("ZMQ_HOST"))
        return SettingsDialog::tr("Other computers can reach %1: switch on \"%2\" if that is wanted, or use 127.0.0.1.")
            .arg(problem.value, settingLabel(QStringLiteral("TICKGATE_ALLOW_REMOTE")));
    if (problem.key == QLatin1String("TICKGATE_AUTH"))
        return SettingsDialog::tr("Everybody who can reach %1 would get in with demo-key: take the keys from somewhere "
                                  "else, or use 127.0.0.1.")
            .arg(config.webSocketHost);
    if (problem.key == QLatin1String("ZMQ_PORT"))
        return config.zmqPort == 0
                   ? SettingsDialog::tr("A bus that connects needs the port that the publisher binds, not 0.")
                   : SettingsDialog::tr("The WebSocket port is the same: give them different ports.");
    return problem.text;
}

/// What is scrolled: as high as its wrapped texts need, which a scroll area does not ask for.
class TallContent : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    bool event(QEvent *event) override
    {
        if (layout() && (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest))
            setMinimumHeight(std::max(0, layout()->totalHeightForWidth(width())));
        return QWidget::event(event);
    }
};

QScrollArea *scrolled(QWidget *content, const QString &name, QWidget *parent)
{
    auto *area = new QScrollArea(parent);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(content);
    // The fields have the focus, and what has it is scrolled into sight.
    area->setFocusPolicy(Qt::NoFocus);
    area->setAccessibleName(name);
    return area;
}

} // namespace

SettingsDialog::SettingsDialog(PanelStore &store, Prompter &prompter, QWidget *parent)
    : QDialog(parent)
    , m_store(store)
    , m_tabs(new QTabWidget(this))
    , m_login(new QCheckBox(tr("Start Tickgate when I log in"), this))
    , m_minimized(new QCheckBox(tr("Start in the tray, without the window"), this))
    , m_problem(new QLabel(this))
    , m_save(new QPushButton(tr("Save"), this))
{
    setObjectName(QStringLiteral("settingsDialog"));
    setWindowTitle(tr("Settings"));
    m_tabs->setObjectName(QStringLiteral("settingsTabs"));
    m_tabs->setAccessibleName(tr("Settings"));
    for (const SettingTab tab : {SettingTab::OpenAlgo, SettingTab::Ports, SettingTab::Limits, SettingTab::Panel}) {
        auto *content = new TallContent(m_tabs);
        auto *column = new QVBoxLayout(content);
        column->setContentsMargins(14, 12, 14, 12);
        column->setSpacing(12);
        if (tab == SettingTab::Panel)
            buildPanelTab(*column);
        auto *form = new QFormLayout;
        form->setHorizontalSpacing(14);
        form->setVerticalSpacing(10);
        column->addLayout(form);
        if (tab == SettingTab::Limits)
            buildLimitsTab(*column);
        column->addStretch();
        for (const SettingRow *row : rowsOf(tab)) {
            auto *field = new SettingField(*row, content);
            m_fields += field;
            if (row->key == QLatin1String("OPENALGO_HOME"))
                m_folder = field;
            // A switch says its own name and needs no label beside it.
            if (row->kind == SettingKind::Switch)
                form->addRow(field);
            else
                form->addRow(settingLabel(row->key), field);
            connect(field, &SettingField::edited, this, &SettingsDialog::refresh);
            connect(field, &SettingField::browseRequested, this, [this, &prompter, field] {
                prompter.askFolder(this, settingLabel(field->row().key), field->text(), [field](const QString &path) {
                    if (!path.isEmpty())
                        field->setText(path);
                });
            });
        }
        m_tabs->addTab(scrolled(content, settingTabTitle(tab), m_tabs), settingTabTitle(tab));
    }

    m_problem->setObjectName(QStringLiteral("settingsProblem"));
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    m_save->setObjectName(QStringLiteral("settingsSaveButton"));
    m_save->setAccessibleName(m_save->text());
    m_save->setDefault(true);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(QStringLiteral("settingsCancelButton"));
    cancel->setAccessibleName(cancel->text());
    auto *bottom = new QHBoxLayout;
    bottom->addWidget(m_problem, 1);
    bottom->addWidget(m_save);
    bottom->addWidget(cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(m_tabs, 1);
    layout->addLayout(bottom);
    const QSize room = screen()->availableSize() - QSize(40, 60); // with the frame
    resize(QSize(fontMetrics().averageCharWidth() * 92, fontMetrics().height() * 36).boundedTo(room));

    connect(m_folder, &SettingField::edited, this, [this] {
        m_folder->setWarning({});
        Q_EMIT folderChanged(m_folder->text());
    });
    connect(m_tabs, &QTabWidget::currentChanged, this, &SettingsDialog::beginPage);
    connect(m_save, &QPushButton::clicked, this, &SettingsDialog::save);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    setEnabled(false);
}

void SettingsDialog::beginPage()
{
    auto *area = qobject_cast<QScrollArea *>(m_tabs->currentWidget());
    // Whoever walks along the tabs with the arrow keys stays there.
    if (!m_tabs->tabBar()->hasFocus()) {
        QWidget *content = area->widget();
        content->layout()->activate();
        QWidget *first = nullptr;
        int top = std::numeric_limits<int>::max();
        for (QWidget *field : content->findChildren<QWidget *>()) {
            const int y = field->mapTo(content, QPoint()).y();
            if (field->isVisible() && field->isEnabled() && (field->focusPolicy() & Qt::TabFocus) != 0 && y < top) {
                first = field;
                top = y;
            }
        }
        (first ? first : m_tabs->tabBar())->setFocus(Qt::TabFocusReason);
    }
    area->verticalScrollBar()->setValue(0);
}

void SettingsDialog::addSwitch(QVBoxLayout &layout, const QString &key, const QString &title, bool otherwise)
{
    auto *box = new QCheckBox(title, this);
    box->setObjectName(key);
    box->setAccessibleName(title);
    box->setChecked(m_store.flag(key, otherwise));
    m_switches += {key, box};
    layout.addWidget(box);
}

void SettingsDialog::buildPanelTab(QVBoxLayout &layout)
{
    m_login->setObjectName(QStringLiteral("loginItem"));
    m_login->setAccessibleName(m_login->text());
    m_login->setEnabled(false);
    m_minimized->setObjectName(QStringLiteral("startMinimized"));
    m_minimized->setAccessibleName(m_minimized->text());
    m_minimizedBefore = m_store.flag(kMinimizedKey, true);
    m_minimized->setChecked(m_minimizedBefore);
    connect(m_login, &QCheckBox::toggled, this, &SettingsDialog::refreshMinimized);
    refreshMinimized();
    layout.addWidget(m_login);
    layout.addWidget(m_minimized);
    layout.addSpacing(6);
    layout.addWidget(new MutedLabel(tr("Notify me when"), this));
    for (const Notification kind :
         {Notification::Failed, Notification::Restarted, Notification::FeedSilent, Notification::SlowClient})
        addSwitch(layout, notificationKey(kind), notificationTitle(kind), true);
    layout.addSpacing(6);
}

void SettingsDialog::buildLimitsTab(QVBoxLayout &layout)
{
    auto *hours = new QPushButton(tr("Exchange hours and holidays..."), this);
    hours->setObjectName(QStringLiteral("settingsHoursButton"));
    hours->setAccessibleName(hours->text());
    hours->setToolTip(tr("When each exchange trades: outside these hours no feed is called silent"));
    hours->setAutoDefault(false);
    layout.addWidget(hours, 0, Qt::AlignLeft);
    connect(hours, &QPushButton::clicked, this, &SettingsDialog::hoursRequested);
}

void SettingsDialog::setLoaded(const LoadedConfig &loaded, const QString &ownFile)
{
    m_before = loaded.config;
    for (SettingField *field : m_fields)
        field->setValue(loaded.config, loaded.origins.value(field->row().key), ownFile);
    setEnabled(true);
    const QString why = loaded.readOnly.isEmpty() ? m_store.whyReadOnly() : loaded.readOnly;
    if (!why.isEmpty())
        setReadOnly(why);
    refresh();
    // While all was switched off nothing could take the focus.
    if (focusWidget() == nullptr)
        beginPage();
}

void SettingsDialog::setReadOnly(const QString &why)
{
    m_readOnly = why;
    // The tabs still turn: what is set can be read.
    for (int tab = 0; tab < m_tabs->count(); ++tab) {
        auto *area = qobject_cast<QScrollArea *>(m_tabs->widget(tab));
        area->widget()->setEnabled(false);
        area->setFocusPolicy(Qt::StrongFocus); // no field takes the keys that scroll
    }
    refresh();
}

void SettingsDialog::suggestOpenAlgo(const QString &folder)
{
    m_folder->suggest(folder);
}

void SettingsDialog::setFolderWarning(const QString &folder, const QString &warning)
{
    // A look that was begun for another folder says nothing.
    if (m_folder->text() == folder)
        m_folder->setWarning(warning);
}

void SettingsDialog::setLoginItem(std::optional<bool> enabled)
{
    m_login->setEnabled(enabled.has_value());
    m_loginBefore = enabled.value_or(false);
    m_login->setChecked(m_loginBefore);
    refreshMinimized();
}

void SettingsDialog::setTrayAvailable(bool available)
{
    m_tray = available;
    refreshMinimized();
}

/// It is said to what starts at login only.
void SettingsDialog::refreshMinimized()
{
    m_minimized->setEnabled(m_tray && m_login->isEnabled() && m_login->isChecked());
}

SettingsWriter::Changes SettingsDialog::changes() const
{
    SettingsWriter::Changes changes;
    for (const SettingField *field : m_fields) {
        if (field->isChanged())
            changes.insert(field->row().key,
                           field->text().isEmpty() ? std::nullopt : std::optional<QString>(field->text()));
    }
    return changes;
}

bool SettingsDialog::restartNeeded() const
{
    return std::any_of(m_fields.begin(), m_fields.end(),
                       [](const SettingField *field) { return field->isChanged() && field->row().restartNeeded; });
}

void SettingsDialog::setError(const QString &text)
{
    m_problem->setText(text);
    m_save->setEnabled(true);
}

bool SettingsDialog::checkTogether()
{
    ProxyConfig config = m_before;
    for (const SettingField *field : m_fields)
        (void)applySetting(field->row(), field->text(), config);
    const QList<ConfigProblem> standing = contradictions(m_before, {}, false);
    const QList<ConfigProblem> problems = contradictions(config, {}, false);
    for (SettingField *field : m_fields) {
        const auto found = std::find_if(problems.begin(), problems.end(), [field](const ConfigProblem &problem) {
            return problem.key == field->row().key;
        });
        field->setObjection(found == problems.end() ? QString() : contradictionText(*found, config));
    }
    // What the files said before must not keep everything else from being saved.
    return std::all_of(problems.begin(), problems.end(),
                       [&standing](const ConfigProblem &problem) { return standing.contains(problem); });
}

void SettingsDialog::refresh()
{
    const bool together = checkTogether();
    const auto wrong = std::find_if(m_fields.begin(), m_fields.end(), [together](const SettingField *field) {
        return !field->isValid() || (!together && field->hasObjection());
    });
    const bool valid = wrong == m_fields.end();
    m_save->setEnabled(valid && m_readOnly.isEmpty());
    if (!m_readOnly.isEmpty())
        m_problem->setText(m_readOnly);
    else
        m_problem->setText(valid ? QString() : tr("%1: %2").arg(settingLabel((*wrong)->row().key), (*wrong)->note()));
}

void SettingsDialog::save()
{
    for (const auto &[key, box] : m_switches)
        m_store.setFlag(key, box->isChecked());
    m_store.setFlag(kMinimizedKey, m_minimized->isChecked());
    if (m_login->isEnabled() && (m_login->isChecked() != m_loginBefore ||
                                 (m_login->isChecked() && m_minimized->isChecked() != m_minimizedBefore)))
        Q_EMIT loginItemRequested(m_login->isChecked(), m_minimized->isChecked());
    m_save->setEnabled(false);
    Q_EMIT saveRequested();
}

} // namespace tickgate

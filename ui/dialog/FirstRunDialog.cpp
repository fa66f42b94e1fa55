#include "FirstRunDialog.h"

#include "core/metrics/Format.h"
#include "ui/dialog/SettingField.h"
#include "ui/dialog/SettingLabels.h"
#include "ui/service/Prompter.h"
#include "ui/widget/FitHeight.h"
#include "ui/widget/Glyph.h"
#include "ui/widget/MutedLabel.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace tickgate {

namespace {

constexpr int kPortPauseMs = 300;

QLabel *heading(const QString &text, QWidget *parent, double scale)
{
    auto *label = new QLabel(text, parent);
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * scale);
    font.setBold(true);
    label->setFont(font);
    return label;
}

SettingField *field(const char *key, QWidget *parent)
{
    return new SettingField(*findSetting(QLatin1String(key)), parent);
}

} // namespace

FirstRunDialog::FirstRunDialog(Prompter &prompter, QWidget *parent)
    : QDialog(parent)
    , m_withOpenAlgo(new QRadioButton(tr("OpenAlgo on this computer"), this))
    , m_without(new QRadioButton(tr("Without OpenAlgo, with API keys of Tickgate's own"), this))
    , m_folder(field("OPENALGO_HOME", this))
    , m_webSocketPort(field("WEBSOCKET_PORT", this))
    , m_busPort(field("ZMQ_PORT", this))
    , m_foundGlyph(new Glyph(Tone::Quiet, 0.85, this))
    , m_found(new QLabel(this))
    , m_ports(new MutedLabel({}, this))
    , m_login(new QCheckBox(tr("Start Tickgate in the tray when I log in"), this))
    , m_problem(new QLabel(this))
    , m_finish(new QPushButton(tr("Save and start"), this))
{
    setObjectName(QStringLiteral("firstRunDialog"));
    setWindowTitle(tr("Set up Tickgate"));
    auto *demo = new QPushButton(tr("Try with made-up prices"), this);
    demo->setToolTip(tr("Opens a second Tickgate with a synthetic feed; the API key is demo-key"));
    auto *later = new QPushButton(tr("Later"), this);
    const struct
    {
        QAbstractButton *button;
        const char *name;
    } names[] = {
        {m_withOpenAlgo, "firstRunWithOpenAlgo"}, {m_without, "firstRunWithout"}, {m_login, "firstRunLogin"},
        {m_finish, "firstRunFinishButton"},       {demo, "firstRunDemoButton"},   {later, "firstRunLaterButton"}};
    for (const auto &[button, name] : names) {
        button->setObjectName(QLatin1String(name));
        button->setAccessibleName(button->text());
    }
    m_found->setObjectName(QStringLiteral("firstRunFound"));
    m_ports->setObjectName(QStringLiteral("firstRunPorts"));
    m_problem->setObjectName(QStringLiteral("firstRunProblem"));
    for (QLabel *label : {m_found, m_ports, m_problem}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    m_finish->setDefault(true);
    demo->setAutoDefault(false);
    later->setAutoDefault(false);

    auto *found = new QHBoxLayout;
    found->setContentsMargins(24, 0, 0, 0);
    found->addWidget(m_foundGlyph, 0, Qt::AlignTop);
    found->addWidget(m_found, 1);
    auto *folder = new QHBoxLayout;
    folder->setContentsMargins(24, 0, 0, 0);
    folder->addWidget(m_folder);
    auto *ports = new QFormLayout;
    ports->setHorizontalSpacing(14);
    ports->addRow(settingLabel(QStringLiteral("WEBSOCKET_PORT")), m_webSocketPort);
    ports->addRow(settingLabel(QStringLiteral("ZMQ_PORT")), m_busPort);
    auto *bottom = new QHBoxLayout;
    bottom->addWidget(demo);
    bottom->addStretch();
    bottom->addWidget(m_finish);
    bottom->addWidget(later);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(22, 20, 22, 16);
    layout->setSpacing(9);
    layout->addWidget(heading(tr("Welcome to Tickgate"), this, 1.5));
    layout->addSpacing(4);
    layout->addWidget(heading(tr("Where API keys come from"), this, 1));
    layout->addWidget(m_withOpenAlgo);
    layout->addLayout(folder);
    layout->addLayout(found);
    layout->addWidget(m_without);
    layout->addSpacing(8);
    layout->addWidget(heading(tr("Ports"), this, 1));
    layout->addLayout(ports);
    layout->addWidget(m_ports);
    layout->addSpacing(8);
    layout->addWidget(m_login);
    layout->addStretch();
    layout->addWidget(m_problem);
    layout->addLayout(bottom);
    setMinimumWidth(fontMetrics().averageCharWidth() * 92);

    connect(m_withOpenAlgo, &QRadioButton::clicked, this, [this] { m_chosen = true; });
    connect(m_without, &QRadioButton::clicked, this, [this] { m_chosen = true; });
    connect(m_withOpenAlgo, &QRadioButton::toggled, this, &FirstRunDialog::refresh);
    connect(m_folder, &SettingField::edited, this, [this] { Q_EMIT folderChanged(m_folder->text()); });
    connect(m_folder, &SettingField::browseRequested, this, [this, &prompter] {
        prompter.askFolder(this, tr("OpenAlgo folder"), m_folder->text(), [this](const QString &path) {
            if (!path.isEmpty())
                m_folder->setText(path);
        });
    });
    for (const SettingField *port : {m_webSocketPort, m_busPort}) {
        connect(port, &SettingField::edited, this, &FirstRunDialog::refresh);
        connect(port, &SettingField::edited, this, &FirstRunDialog::forgetPorts);
    }
    m_portPause.setSingleShot(true);
    m_portPause.setInterval(kPortPauseMs);
    connect(&m_portPause, &QTimer::timeout, this, &FirstRunDialog::portsChanged);
    connect(m_finish, &QPushButton::clicked, this, &FirstRunDialog::finishRequested);
    connect(demo, &QPushButton::clicked, this, &FirstRunDialog::demoRequested);
    connect(later, &QPushButton::clicked, this, &QDialog::reject);
    m_without->setChecked(true);
    refresh();
}

void FirstRunDialog::setLoaded(const LoadedConfig &loaded, const QString &ownFile)
{
    for (SettingField *each : {m_folder, m_webSocketPort, m_busPort})
        each->setValue(loaded.config, loaded.origins.value(each->row().key), ownFile);
    m_hasLoaded = true;
    m_folderIsSet = !loaded.config.openAlgoHome.isEmpty();
    if (m_folderIsSet && !m_chosen)
        m_withOpenAlgo->setChecked(true);
    m_portPause.stop(); // whoever loaded them looks at once
    refresh();
}

void FirstRunDialog::setInspection(const OpenAlgoInspection &inspection)
{
    // A look that was begun for another folder.
    if (!m_folder->text().isEmpty() && inspection.folder != m_folder->text())
        return;
    if (m_folder->text().isEmpty())
        m_folder->setText(inspection.folder);
    const bool usable = !inspection.folder.isEmpty() && inspection.usable();
    if (!m_chosen)
        // A folder that is set stays so, also where it cannot be read just now: a drive that is not there yet.
        (usable || m_folderIsSet ? m_withOpenAlgo : m_without)->setChecked(true);
    if (usable) {
        m_foundGlyph->setTone(Tone::Flowing);
        m_found->setText(tr("Found, with %1 in its database.")
                             .arg(format::counted(inspection.keys, tr("1 API key"), tr("%1 API keys"))));
    } else if (inspection.folder.isEmpty()) {
        m_foundGlyph->setTone(Tone::Quiet);
        m_found->setText(tr("No OpenAlgo was found in the usual places: choose its folder."));
    } else {
        m_foundGlyph->setTone(Tone::Warning);
        const OpenAlgoProblem problem = inspection.problems.empty() ? OpenAlgoProblem{} : inspection.problems.front();
        m_found->setText(problem.text + QLatin1Char(' ') + problem.remedy);
    }
    refresh();
    fitHeight(*this);
}

std::optional<int> FirstRunDialog::port(bool bus) const
{
    const SettingField *each = bus ? m_busPort : m_webSocketPort;
    return each->isValid() ? std::optional(each->text().toInt()) : std::nullopt;
}

void FirstRunDialog::forgetPorts()
{
    m_portTexts[0].clear();
    m_portTexts[1].clear();
    m_ports->clear();
    m_portPause.start();
}

void FirstRunDialog::setPortText(bool bus, int port, const QString &text)
{
    if (this->port(bus) != port)
        return;
    m_portTexts[bus ? 1 : 0] = text;
    m_ports->setText(QStringList{m_portTexts[0], m_portTexts[1]}.join(QLatin1Char('\n')).trimmed());
}

void FirstRunDialog::setError(const QString &text)
{
    m_problem->setText(text);
    m_finish->setEnabled(true);
}

SettingsWriter::Changes FirstRunDialog::changes() const
{
    SettingsWriter::Changes changes;
    if (m_withOpenAlgo->isChecked() && m_folder->isChanged())
        changes.insert(m_folder->row().key, m_folder->text());
    else if (m_chosen && m_without->isChecked() && m_folderIsSet)
        changes.insert(m_folder->row().key, QString()); // also over what another layer says
    for (const SettingField *port : {m_webSocketPort, m_busPort}) {
        if (port->isChanged())
            changes.insert(port->row().key, port->text());
    }
    return changes;
}

bool FirstRunDialog::wantsLoginItem() const
{
    return m_login->isChecked();
}

void FirstRunDialog::refresh()
{
    m_folder->setEnabled(m_withOpenAlgo->isChecked());
    const int bus = m_busPort->text().toInt();
    const bool same = bus != 0 && bus == m_webSocketPort->text().toInt();
    m_busPort->setObjection(same ? tr("The WebSocket port is the same: give them different ports.") : QString());
    m_finish->setEnabled(m_hasLoaded && m_webSocketPort->isValid() && m_busPort->isValid() && !same &&
                         (m_without->isChecked() || !m_folder->text().isEmpty()));
}

} // namespace tickgate

#include "SettingField.h"

#include "core/config/SettingValue.h"
#include "ui/dialog/SettingLabels.h"
#include "ui/widget/MutedLabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace tickgate {

namespace {

bool isFixed(const QString &origin)
{
    return origin == QLatin1String("environment") || origin == QLatin1String("command line");
}

} // namespace

SettingField::SettingField(const SettingRow &row, QWidget *parent)
    : QWidget(parent)
    , m_row(row)
    , m_note(new MutedLabel({}, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    auto *line = new QHBoxLayout;
    line->setSpacing(6);
    layout->addLayout(line);

    const QString name = settingLabel(row.key);
    if (row.kind == SettingKind::Switch) {
        m_switch = new QCheckBox(name, this);
        line->addWidget(m_switch);
        connect(m_switch, &QCheckBox::toggled, this, &SettingField::refresh);
    } else if (row.kind == SettingKind::Choice) {
        m_choice = new QComboBox(this);
        m_choice->addItems(row.choices);
        line->addWidget(m_choice);
        line->addStretch();
        connect(m_choice, &QComboBox::currentIndexChanged, this, &SettingField::refresh);
    } else {
        m_line = new QLineEdit(this);
        if (row.kind == SettingKind::Number || row.kind == SettingKind::Seconds || row.kind == SettingKind::Port)
            m_line->setPlaceholderText(allowedText(row));
        if (row.secret)
            m_line->setEchoMode(QLineEdit::PasswordEchoOnEdit);
        line->addWidget(m_line);
        connect(m_line, &QLineEdit::textChanged, this, &SettingField::refresh);
        if (row.kind == SettingKind::Folder) {
            auto *browse = new QPushButton(tr("Choose..."), this);
            browse->setObjectName(row.key + QStringLiteral("Browse"));
            browse->setAccessibleName(tr("Choose %1").arg(name));
            browse->setAutoDefault(false);
            m_take = new QPushButton(tr("Use it"), this);
            m_take->setObjectName(row.key + QStringLiteral("Take"));
            m_take->setAccessibleName(m_take->text());
            m_take->setAutoDefault(false);
            m_take->hide();
            line->addWidget(m_take);
            line->addWidget(browse);
            connect(m_take, &QPushButton::clicked, this, [this] { setText(m_suggested); });
            connect(browse, &QPushButton::clicked, this, &SettingField::browseRequested);
        }
    }
    editor()->setObjectName(row.key);
    editor()->setAccessibleName(name);
    editor()->setToolTip(QStringLiteral("%1\n%2").arg(row.key, row.help));
    m_note->setObjectName(row.key + QStringLiteral("Note"));
    m_note->setWordWrap(true);
    layout->addWidget(m_note);
}

QWidget *SettingField::editor() const
{
    if (m_switch)
        return m_switch;
    return m_choice ? static_cast<QWidget *>(m_choice) : m_line;
}

void SettingField::setValue(const ProxyConfig &config, const QString &origin, const QString &ownFile)
{
    m_origin = origin;
    m_ownFile = ownFile;
    m_before = settingText(m_row, config);
    setText(m_before);
    editor()->setEnabled(!isFixed(origin));
    refresh();
}

void SettingField::setText(const QString &text)
{
    if (m_switch)
        m_switch->setChecked(text == QLatin1String("on"));
    else if (m_choice)
        m_choice->setCurrentText(text);
    else
        m_line->setText(text);
}

QString SettingField::text() const
{
    if (m_switch)
        return m_switch->isChecked() ? QStringLiteral("on") : QStringLiteral("off");
    return m_choice ? m_choice->currentText() : m_line->text().trimmed();
}

void SettingField::suggest(const QString &value)
{
    if (!m_take)
        return;
    m_suggested = value;
    m_take->setAccessibleName(tr("Use %1").arg(value));
    refresh();
}

bool SettingField::isValid() const
{
    ProxyConfig scratch;
    return applySetting(m_row, text(), scratch);
}

bool SettingField::isChanged() const
{
    return editor()->isEnabled() && text() != m_before;
}

void SettingField::setObjection(const QString &text)
{
    m_objection = text;
    showNote();
}

void SettingField::setWarning(const QString &text)
{
    m_warning = text;
    showNote();
}

QString SettingField::note() const
{
    if (!isValid())
        return tr("Must be %1.").arg(allowedText(m_row));
    if (!m_objection.isEmpty() || !m_warning.isEmpty())
        return m_objection.isEmpty() ? m_warning : m_objection;
    if (!m_suggested.isEmpty() && text().isEmpty())
        return tr("Found on this computer: %1").arg(m_suggested);
    if (m_origin == QLatin1String("environment"))
        return tr("Set by the environment variable %1, which wins over this file.").arg(m_row.key);
    if (m_origin == QLatin1String("command line"))
        return tr("Set on the command line, which wins over this file.");
    if (isChanged())
        return m_row.restartNeeded ? tr("Takes effect after a restart of the proxy.") : tr("Takes effect when saved.");
    if (m_origin.isEmpty() || m_origin == QLatin1String("default"))
        return m_row.help;
    return m_origin.startsWith(m_ownFile) && !m_ownFile.isEmpty() ? tr("Set here.") : tr("Set by %1.").arg(m_origin);
}

void SettingField::refresh()
{
    if (m_take)
        m_take->setVisible(!m_suggested.isEmpty() && text().isEmpty() && editor()->isEnabled());
    showNote();
    Q_EMIT edited();
}

void SettingField::showNote()
{
    m_note->setText(note());
    const bool valid = isValid() && m_objection.isEmpty();
    const bool good = valid && m_warning.isEmpty();
    m_note->setAccessibleDescription(valid ? QString() : tr("not valid"));
    m_note->setTone(good ? Tone::Stopped : valid ? Tone::Warning : Tone::Failed);
}

} // namespace tickgate

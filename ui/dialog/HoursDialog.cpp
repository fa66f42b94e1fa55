#include "HoursDialog.h"

#include "ui/widget/MutedLabel.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace tickgate {

HoursDialog::HoursDialog(QWidget *parent)
    : QDialog(parent)
    , m_hours(new QPlainTextEdit(this))
    , m_holidays(new QPlainTextEdit(this))
    , m_problem(new QLabel(this))
    , m_save(new QPushButton(tr("Save"), this))
{
    setObjectName(QStringLiteral("hoursDialog"));
    setWindowTitle(tr("Exchange hours"));
    m_hours->setObjectName(QStringLiteral("hoursText"));
    m_hours->setAccessibleName(tr("Trading hours"));
    m_holidays->setObjectName(QStringLiteral("holidaysText"));
    m_holidays->setAccessibleName(tr("Holidays"));
    for (QPlainTextEdit *edit : {m_hours, m_holidays}) {
        edit->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
        edit->setTabChangesFocus(true);
        // What is typed here reads the same in every language.
        edit->setLayoutDirection(Qt::LeftToRight);
        connect(edit, &QPlainTextEdit::textChanged, this, &HoursDialog::refresh);
    }
    m_problem->setObjectName(QStringLiteral("hoursProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_save->setObjectName(QStringLiteral("hoursSaveButton"));
    m_save->setDefault(true);
    auto *builtIn = new QPushButton(tr("Built-in table"), this);
    builtIn->setObjectName(QStringLiteral("hoursBuiltInButton"));
    builtIn->setToolTip(tr("Put the hours back that Tickgate came with"));
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName(QStringLiteral("hoursCancelButton"));
    for (QPushButton *button : {m_save, builtIn, cancel})
        button->setAccessibleName(button->text());
    builtIn->setAutoDefault(false);
    cancel->setAutoDefault(false);

    auto *explain = new QLabel(tr("Outside these hours, in Indian time, no feed is called silent."), this);
    explain->setWordWrap(true);
    auto *hoursNote =
        new MutedLabel(tr("A line for each exchange: NSE Mon-Fri 09:15-15:30, CRYPTO always, GLOBAL_INDEX never. "
                          "Winter 23:55 behind the times is the close while the United States are on winter time."),
                       this);
    auto *holidaysNote =
        new MutedLabel(tr("A line for each day: 2026-01-26 closes all, 2026-01-26 NSE BSE only these."), this);
    for (QLabel *note : {hoursNote, holidaysNote})
        note->setWordWrap(true);
    auto *bottom = new QHBoxLayout;
    bottom->addWidget(builtIn);
    bottom->addStretch();
    bottom->addWidget(m_save);
    bottom->addWidget(cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 16, 18, 14);
    layout->setSpacing(8);
    layout->addWidget(explain);
    layout->addSpacing(4);
    layout->addWidget(new QLabel(tr("Trading hours"), this));
    layout->addWidget(m_hours, 3);
    layout->addWidget(hoursNote);
    layout->addSpacing(4);
    layout->addWidget(new QLabel(tr("Holidays"), this));
    layout->addWidget(m_holidays, 1);
    layout->addWidget(holidaysNote);
    layout->addWidget(m_problem);
    layout->addLayout(bottom);
    resize(fontMetrics().averageCharWidth() * 72, fontMetrics().height() * 34);

    connect(m_save, &QPushButton::clicked, this, [this] {
        m_save->setEnabled(false);
        Q_EMIT saveRequested();
    });
    connect(builtIn, &QPushButton::clicked, this, [this] { m_hours->setPlainText(ExchangeHours().toText()); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    setEnabled(false);
}

void HoursDialog::setFiles(const ExchangeHoursFiles &files)
{
    m_hours->setPlainText(files.hours);
    m_holidays->setPlainText(files.holidays);
    setEnabled(true);
    m_hours->setFocus();
    refresh();
}

ExchangeHoursFiles HoursDialog::files() const
{
    return {m_hours->toPlainText(), m_holidays->toPlainText()};
}

void HoursDialog::setError(const QString &text)
{
    m_problem->setText(text);
    m_save->setEnabled(true);
}

void HoursDialog::refresh()
{
    const QStringList problems = files().problems();
    m_problem->setText(problems.value(0));
    m_save->setEnabled(problems.isEmpty());
}

} // namespace tickgate

#include "WhyDialog.h"

#include "ui/widget/FitHeight.h"
#include "ui/widget/Glyph.h"
#include "ui/widget/MutedLabel.h"
#include "ui/widget/Theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace tickgate {

namespace {

Tone toneOf(CheckResult result)
{
    switch (result) {
    case CheckResult::Ok:
        return Tone::Flowing;
    case CheckResult::Broken:
        return Tone::Failed;
    case CheckResult::NotReached:
        break;
    }
    return Tone::Quiet;
}

QString wordOf(CheckResult result)
{
    switch (result) {
    case CheckResult::Ok:
        return WhyDialog::tr("in order");
    case CheckResult::Broken:
        return WhyDialog::tr("broken");
    case CheckResult::NotReached:
        break;
    }
    return WhyDialog::tr("not looked at");
}

} // namespace

WhyDialog::WhyDialog(QWidget *parent)
    : QDialog(parent)
    , m_glyph(new Glyph(Tone::Quiet, 1.6, this))
    , m_sentence(new QLabel(this))
    , m_list(new QWidget(this))
    , m_action(new QPushButton(this))
    , m_test(new QPushButton(tr("Send a test tick"), this))
{
    setObjectName(QStringLiteral("whyDialog"));
    setWindowTitle(tr("Why no data?"));
    m_sentence->setObjectName(QStringLiteral("whySentence"));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    QFont font = m_sentence->font();
    font.setPointSizeF(font.pointSizeF() * 1.15);
    m_sentence->setFont(font);
    m_action->setObjectName(QStringLiteral("whyActionButton"));
    m_action->setAccessibleName(tr("Remedy"));
    m_test->setObjectName(QStringLiteral("whyTestButton"));
    m_test->setAccessibleName(m_test->text());
    m_test->setToolTip(tr("Send a tick of our own through the bus and measure how long it takes"));
    m_test->setAutoDefault(false);
    auto *close = new QPushButton(tr("Close"), this);
    close->setObjectName(QStringLiteral("whyCloseButton"));
    close->setAccessibleName(close->text());
    close->setDefault(true);

    auto *grid = new QGridLayout(m_list);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(7);
    grid->setColumnStretch(2, 1);

    auto *top = new QHBoxLayout;
    top->setSpacing(12);
    top->addWidget(m_glyph, 0, Qt::AlignTop);
    top->addWidget(m_sentence, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_test);
    buttons->addStretch();
    buttons->addWidget(m_action);
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 14);
    layout->setSpacing(16);
    layout->addLayout(top);
    layout->addWidget(m_list);
    layout->addStretch();
    layout->addLayout(buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * 82);

    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_test, &QPushButton::clicked, this, &WhyDialog::testTickRequested);
    connect(m_action, &QPushButton::clicked, this, [this] {
        const DiagnosisAction action = m_diagnosis.action;
        accept();
        Q_EMIT actionRequested(action);
    });
}

void WhyDialog::ensureRows(std::size_t count)
{
    auto *grid = static_cast<QGridLayout *>(m_list->layout());
    while (m_rows.size() < count) {
        const int at = static_cast<int>(m_rows.size());
        Row row{new Glyph(Tone::Quiet, 0.85, m_list), new QLabel(m_list), new MutedLabel({}, m_list)};
        row.title->setTextFormat(Qt::PlainText);
        row.found->setObjectName(QStringLiteral("whyFound%1").arg(at));
        row.found->setWordWrap(true);
        grid->addWidget(row.glyph, at, 0);
        grid->addWidget(row.title, at, 1);
        grid->addWidget(row.found, at, 2);
        // At once: a layout does not count what is still to be shown.
        for (QWidget *part :
             {static_cast<QWidget *>(row.glyph), static_cast<QWidget *>(row.title), static_cast<QWidget *>(row.found)})
            part->show();
        m_rows.push_back(row);
    }
}

void WhyDialog::setDiagnosis(const Diagnosis &diagnosis)
{
    if (m_diagnosis == diagnosis)
        return;
    m_diagnosis = diagnosis;
    m_glyph->setTone(diagnosis.broken ? Tone::Warning : Tone::Flowing);
    m_sentence->setText(diagnosis.sentence);
    const QString action = diagnosisActionText(diagnosis.action);
    m_action->setText(action);
    m_action->setAccessibleName(action.isEmpty() ? tr("Remedy") : action);
    m_action->setVisible(!action.isEmpty());

    m_test->setEnabled(!diagnosis.broken || *diagnosis.broken > DiagnosisLink::BusBound);

    ensureRows(diagnosis.checks.size());
    for (std::size_t i = 0; i < diagnosis.checks.size(); ++i) {
        const DiagnosisCheck &check = diagnosis.checks[i];
        const Row &row = m_rows[i];
        row.glyph->setTone(toneOf(check.result));
        row.glyph->setMuted(check.result == CheckResult::NotReached);
        row.title->setText(check.title);
        QPalette colors = m_list->palette();
        if (check.result == CheckResult::NotReached)
            colors.setColor(QPalette::WindowText, Theme::of(colors).muted);
        row.title->setPalette(colors);
        row.found->setText(check.found.isEmpty() ? wordOf(check.result) : check.found);
        row.found->setAccessibleName(QStringLiteral("%1: %2, %3").arg(check.title, wordOf(check.result), check.found));
    }
    fitHeight(*this);
}

} // namespace tickgate

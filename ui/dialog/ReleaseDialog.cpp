#include "ReleaseDialog.h"

#include "core/metrics/Format.h"
#include "ui/widget/FitHeight.h"
#include "ui/widget/Glyph.h"
#include "ui/widget/MutedLabel.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace tickgate {

ReleaseDialog::ReleaseDialog(std::vector<Choice> choices, quint16 port, MakeLadder makeLadder, QWidget *parent)
    : QDialog(parent)
    , m_choices(std::move(choices))
    , m_make(std::move(makeLadder))
    , m_port(new QComboBox(this))
    , m_what(new QLabel(this))
    , m_detail(new MutedLabel({}, this))
    , m_steps(new QWidget(this))
    , m_progress(new QProgressBar(this))
    , m_ask(new QPushButton(tr("Ask it to stop"), this))
    , m_end(new QPushButton(tr("End now"), this))
    , m_start(new QPushButton(tr("Start the proxy"), this))
    , m_cancel(new QPushButton(tr("Cancel"), this))
{
    setObjectName(QStringLiteral("releaseDialog"));
    setWindowTitle(tr("Force-Release"));
    build(m_choices, port);
    examine();
}

ReleaseDialog::~ReleaseDialog() = default;

void ReleaseDialog::build(const std::vector<Choice> &choices, quint16 port)
{
    m_port->setObjectName(QStringLiteral("releasePort"));
    m_port->setAccessibleName(tr("Port"));
    for (std::size_t i = 0; i < choices.size(); ++i) {
        m_port->addItem(choices[i].title);
        if (choices[i].port == port)
            m_port->setCurrentIndex(static_cast<int>(i));
    }
    m_what->setObjectName(QStringLiteral("releaseWhat"));
    m_detail->setObjectName(QStringLiteral("releaseDetail"));
    for (QLabel *label : {m_what, m_detail}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_progress->setObjectName(QStringLiteral("releaseProgress"));
    m_progress->setAccessibleName(tr("Waiting"));
    m_progress->setTextVisible(false);
    // A window does not grow for what appears in it later: the steps above would be squeezed.
    QSizePolicy policy = m_progress->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_progress->setSizePolicy(policy);
    const struct
    {
        QPushButton *button;
        const char *name;
    } buttons[] = {{m_ask, "releaseAskButton"},
                   {m_end, "releaseEndButton"},
                   {m_start, "releaseStartButton"},
                   {m_cancel, "releaseCancelButton"}};
    for (const auto &[button, name] : buttons) {
        button->setObjectName(QLatin1String(name));
        button->setAccessibleName(button->text());
        button->setAutoDefault(false);
    }
    m_cancel->setDefault(true);

    auto *steps = new QGridLayout(m_steps);
    steps->setContentsMargins(0, 0, 0, 0);
    steps->setHorizontalSpacing(10);
    steps->setVerticalSpacing(6);
    steps->setColumnStretch(1, 1);
    for (int i = 0; i < StepCount; ++i) {
        Row &row = m_rows[static_cast<std::size_t>(i)];
        row = {new Glyph(Tone::Quiet, 0.85, m_steps), new QLabel(m_steps)};
        row.text->setObjectName(QStringLiteral("releaseStep%1").arg(i));
        row.text->setTextFormat(Qt::PlainText);
        steps->addWidget(row.glyph, i, 0);
        steps->addWidget(row.text, i, 1);
    }

    auto *top = new QHBoxLayout;
    auto *label = new QLabel(tr("&Port"), this);
    label->setBuddy(m_port);
    top->addWidget(label);
    top->addWidget(m_port);
    top->addStretch();
    auto *bottom = new QHBoxLayout;
    bottom->addStretch();
    for (QPushButton *button : {m_end, m_ask, m_start, m_cancel})
        bottom->addWidget(button);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 16, 18, 14);
    layout->setSpacing(12);
    layout->addLayout(top);
    layout->addWidget(m_what);
    layout->addWidget(m_detail);
    layout->addWidget(m_steps);
    layout->addWidget(m_progress);
    layout->addStretch();
    layout->addLayout(bottom);
    setMinimumWidth(fontMetrics().averageCharWidth() * 84);

    connect(m_port, &QComboBox::currentIndexChanged, this, &ReleaseDialog::examine);
    connect(m_ask, &QPushButton::clicked, this, [this] {
        m_ask->setVisible(false);
        m_port->setEnabled(false);
        m_ladder->proceed();
    });
    connect(m_end, &QPushButton::clicked, this, [this] {
        m_end->setVisible(false);
        m_ladder->force();
    });
    connect(m_start, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT startRequested();
    });
    connect(m_cancel, &QPushButton::clicked, this, &ReleaseDialog::reject);
}

void ReleaseDialog::resetSteps()
{
    setStep(Ask, Tone::Quiet, tr("Ask it to stop"));
    setStep(Wait, Tone::Quiet, tr("Wait until it has gone"));
    setStep(End, Tone::Quiet, tr("End it, only if it does not go and only when you say so"));
    setStep(Verify, Tone::Quiet, tr("Prove that the port is free"));
    for (const Row &row : m_rows)
        row.glyph->setMuted(true);
    m_progress->setVisible(false);
    for (QPushButton *button : {m_ask, m_end, m_start})
        button->setVisible(false);
    m_cancel->setText(tr("Cancel"));
    m_cancel->setAccessibleName(m_cancel->text());
}

void ReleaseDialog::setStep(Step step, Tone tone, const QString &text)
{
    const Row &row = m_rows[static_cast<std::size_t>(step)];
    row.glyph->setMuted(false);
    row.glyph->setTone(tone);
    row.text->setText(text);
}

void ReleaseDialog::say(const QString &what, const QString &detail)
{
    m_what->setText(what);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    fitHeight(*this);
}

void ReleaseDialog::examine()
{
    const auto at = static_cast<std::size_t>(std::max(0, m_port->currentIndex()));
    if (at >= m_choices.size())
        return;
    resetSteps();
    m_steps->setVisible(false);
    say(tr("Looking at port %1.").arg(m_choices[at].port), {});
    m_ladder = m_make(m_choices[at].host, m_choices[at].port);
    connectLadder();
    m_ladder->examine();
}

void ReleaseDialog::connectLadder()
{
    const ReleaseLadder *ladder = m_ladder.get();
    connect(ladder, &ReleaseLadder::planned, this, &ReleaseDialog::showPlan);
    connect(ladder, &ReleaseLadder::asked, this, [this](const PortHolder &target) {
        setStep(Ask, Tone::Flowing, tr("Asked %1 to stop").arg(holderLabel(target)));
        setStep(Wait, Tone::Busy, tr("Waiting until it has gone"));
    });
    connect(ladder, &ReleaseLadder::waiting, this, [this](qint64 elapsed, qint64 limit) {
        m_progress->setVisible(true);
        m_progress->setRange(0, static_cast<int>(limit));
        m_progress->setValue(static_cast<int>(elapsed));
    });
    connect(ladder, &ReleaseLadder::forceOffered, this, [this] {
        setStep(Wait, Tone::Warning, tr("It has not gone"));
        m_progress->setVisible(false);
        m_end->setVisible(true);
        m_cancel->setFocus();
    });
    connect(ladder, &ReleaseLadder::forced, this,
            [this](const PortHolder &target) { setStep(End, Tone::Warning, tr("Ended %1").arg(holderLabel(target))); });
    connect(ladder, &ReleaseLadder::verifying, this, [this] {
        setStep(Wait, Tone::Flowing, tr("It has gone"));
        setStep(Verify, Tone::Busy, tr("Proving that the port is free"));
    });
    connect(ladder, &ReleaseLadder::finished, this, &ReleaseDialog::showReport);
}

void ReleaseDialog::showPlan(const ReleasePlan &plan)
{
    say(plan.summary(), {});
    m_steps->setVisible(true);
    m_ask->setVisible(plan.allowed());
    m_cancel->setFocus();
    fitHeight(*this);
}

void ReleaseDialog::showReport(const ReleaseReport &report)
{
    m_progress->setVisible(false);
    m_ask->setVisible(false);
    m_end->setVisible(false);
    m_port->setEnabled(true);
    say(report.text, report.remedy);
    if (report.freed() && m_steps->isVisible())
        setStep(Verify, Tone::Flowing,
                tr("The port is free, after %1").arg(format::age(std::chrono::milliseconds(report.durationMs))));
    m_start->setVisible(report.freed());
    if (report.freed())
        m_start->setDefault(true); // what it was freed for
    m_cancel->setText(tr("Close"));
    m_cancel->setAccessibleName(m_cancel->text());
}

void ReleaseDialog::reject()
{
    if (m_ladder && m_ladder->step() != ReleaseStep::Finished)
        m_ladder->cancel();
    QDialog::reject();
}

} // namespace tickgate

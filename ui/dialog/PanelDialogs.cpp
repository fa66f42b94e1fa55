#include "PanelDialogs.h"

#include "tickgate/Version.h"
#include "ui/dialog/WhyDialog.h"
#include "ui/service/PanelPresenter.h"

#include <QWidget>

namespace tickgate {

PanelDialogs::PanelDialogs(const Partners &partners, QObject *parent)
    : QObject(parent)
    , m_with(partners)
{}

bool PanelDialogs::needsEverything() const
{
    return m_why && m_why->isVisible();
}

void PanelDialogs::refresh()
{
    if (!m_why || !m_why->isVisible())
        return;
    const PanelView &view = m_with.presenter.view();
    DiagnosisInput input;
    input.state = view.state;
    input.error = view.error;
    input.snapshot = view.snapshot;
    input.hours = m_with.presenter.hours();
    input.now = QDateTime::currentDateTimeUtc();
    input.staleAfter = view.config.staleTickWarn;
    m_why->setDiagnosis(diagnose(input));
}

void PanelDialogs::openWhy()
{
    if (!m_why) {
        m_why = new WhyDialog(&m_with.window);
        connect(m_why, &WhyDialog::actionRequested, this, &PanelDialogs::actionRequested);
        connect(m_why, &QDialog::finished, this, &PanelDialogs::needsChanged);
    }
    m_why->show();
    m_why->raise();
    m_why->activateWindow();
    Q_EMIT needsChanged();
    refresh();
}

void PanelDialogs::openAbout()
{
    Prompt prompt;
    prompt.title = tr("About Tickgate");
    prompt.text = tr("Tickgate %1").arg(QLatin1String(kVersion));
    prompt.detail =
        tr("The local market-data gate for algorithmic traders.\n\nFree software under the GNU General Public "
           "License, version 3 or later. It comes with no warranty.\n\nQt %1")
            .arg(QLatin1String(qVersion()));
    prompt.answers = {{tr("Close"), false}};
    m_with.prompter.ask(&m_with.window, prompt, [](int) {});
}

} // namespace tickgate

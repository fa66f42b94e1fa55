#pragma once

#include "core/service/Diagnosis.h"

#include <QDialog>

#include <vector>

class QLabel;
class QPushButton;

namespace tickgate {

class Glyph;

/// "Why no data?": every link of the chain with what was found, the first broken one in one sentence, one button.
/// Follows the service while it is open. GUI thread; owned by the window.
class WhyDialog : public QDialog
{
    Q_OBJECT

public:
    explicit WhyDialog(QWidget *parent = nullptr);

    void setDiagnosis(const Diagnosis &diagnosis);
    [[nodiscard]] const Diagnosis &diagnosis() const { return m_diagnosis; }

Q_SIGNALS:
    void actionRequested(tickgate::DiagnosisAction action);
    void testTickRequested();

private:
    struct Row
    {
        Glyph *glyph = nullptr;
        QLabel *title = nullptr;
        QLabel *found = nullptr;
    };

    void ensureRows(std::size_t count);

    Diagnosis m_diagnosis;
    Glyph *m_glyph;
    QLabel *m_sentence;
    QWidget *m_list;
    QPushButton *m_action;
    QPushButton *m_test;
    std::vector<Row> m_rows;
};

} // namespace tickgate

#include "MessagePrompter.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>

namespace tickgate {

namespace {

void openFileDialog(QFileDialog *dialog, const std::function<void(const QString &path)> &chosen)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(dialog, &QFileDialog::finished, dialog, [dialog, chosen](int result) {
        chosen(result == QDialog::Accepted ? dialog->selectedFiles().value(0) : QString());
    });
    dialog->open();
}

} // namespace

void MessagePrompter::ask(QWidget *parent, const Prompt &prompt, Answered answered)
{
    auto *box = new QMessageBox(parent);
    box->setObjectName(QStringLiteral("prompt"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(prompt.title);
    box->setText(prompt.text);
    box->setInformativeText(prompt.detail);
    box->setIcon(prompt.warning ? QMessageBox::Warning : QMessageBox::Question);
    box->setTextFormat(Qt::PlainText);

    std::vector<QPushButton *> buttons;
    int index = 0;
    for (const Prompt::Answer &answer : prompt.answers) {
        // One role for all: the platform orders buttons by their roles, and this one it turns round nowhere.
        QPushButton *button = box->addButton(answer.text, QMessageBox::ActionRole);
        button->setAccessibleName(answer.text);
        if (index == prompt.preferred)
            box->setDefaultButton(button);
        if (index == prompt.escape)
            box->setEscapeButton(button);
        buttons.push_back(button);
        ++index;
    }
    const int escape = prompt.escape;
    QObject::connect(box, &QMessageBox::finished, box, [box, buttons, escape, answered = std::move(answered)](int) {
        for (std::size_t i = 0; i < buttons.size(); ++i) {
            if (box->clickedButton() == buttons[i]) {
                answered(static_cast<int>(i));
                return;
            }
        }
        answered(escape);
    });
    box->open();
}

void MessagePrompter::askFile(QWidget *parent, const QString &title, const QString &suggested,
                              std::function<void(const QString &path)> chosen)
{
    auto *dialog = new QFileDialog(parent, title);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setFileMode(QFileDialog::AnyFile);
    dialog->selectFile(suggested);
    openFileDialog(dialog, chosen);
}

void MessagePrompter::askFolder(QWidget *parent, const QString &title, const QString &start,
                                std::function<void(const QString &path)> chosen)
{
    auto *dialog = new QFileDialog(parent, title, start);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    openFileDialog(dialog, chosen);
}

} // namespace tickgate

#pragma once

#include <QList>
#include <QString>
#include <QTableView>

namespace tickgate {

class PanelStore;
class RowDelegate;

/// A table for reading: rows selected as one, columns that can be moved, hidden and are remembered, a sentence where
/// there are no rows, Ctrl+C copies what is selected. GUI thread; owned by its page.
class DataTable : public QTableView
{
    Q_OBJECT

public:
    explicit DataTable(QWidget *parent = nullptr);

    /// Texts as wide as the columns should be at first; the last stretches.
    void setSampleTexts(const QStringList &texts);
    /// Columns and sorting are kept under `key`; to be called after the model is set.
    void remember(PanelStore &store, const QString &key);
    /// What to say when there are no rows.
    void setEmptyText(const QString &text);
    [[nodiscard]] QString emptyText() const { return m_emptyText; }
    void setStale(bool stale);
    [[nodiscard]] bool isStale() const { return m_stale; }

    /// The selected rows, or all when none is selected, as lines of tab-separated cells under their headings.
    [[nodiscard]] QString selectedText() const;
    void copySelected() const;
    [[nodiscard]] QModelIndexList selectedRowIndexes() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void applyTheme();
    void showHeaderMenu(const QPoint &where);

    RowDelegate *m_delegate;
    QString m_emptyText;
    bool m_stale = false;
};

} // namespace tickgate

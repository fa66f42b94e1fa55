#pragma once

#include "core/metrics/Snapshot.h"

#include <QPointer>
#include <QTimer>

#include <functional>
#include <vector>

namespace tickgate {

/// Who waits for a sample of the running service. A request is answered by the next sample that was asked for after it
/// came, and after 1.5 s by the last one there is. Controller's thread; owned by the controller.
class SampleRequests
{
public:
    using Answer = std::function<void(const ServiceSnapshot &)>;

    /// latest: what whoever has waited too long is given. Outlives this.
    explicit SampleRequests(const ServiceSnapshot &latest);

    void add(SnapshotDetail detail, QObject *context, Answer done);
    [[nodiscard]] bool empty() const { return m_waiting.empty(); }
    /// A sample is asked for now: the most that anybody wants of it, least included.
    [[nodiscard]] SnapshotDetail ask(SnapshotDetail least);
    /// The sample has come.
    void answer() { give(false); }
    /// None will come any more.
    void answerAll() { give(true); }

private:
    struct Request
    {
        SnapshotDetail detail;
        QPointer<QObject> context;
        Answer done;
        bool asked = false; ///< the pending sample was asked for after this request
    };

    void give(bool all);

    const ServiceSnapshot &m_latest;
    std::vector<Request> m_waiting;
    QTimer m_limit;
};

} // namespace tickgate

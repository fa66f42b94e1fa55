#include "core/ports/ReleaseSteps.h"

#include <QTest>

using namespace tickgate;
using namespace std::chrono_literals;

namespace {

ReleaseSteps watching(bool supervised = false)
{
    ReleaseSteps steps({}, supervised);
    steps.examine();
    steps.examined(true, false, false);
    steps.consent();
    steps.signalled(true);
    return steps;
}

constexpr ReleaseObservation kHeld{true, false, false, false};
constexpr ReleaseObservation kGone{false, false, false, true};
constexpr ReleaseObservation kRespawned{false, true, true, false};
constexpr ReleaseObservation kTaken{false, true, false, false};
constexpr ReleaseObservation kNameless{.nameless = true};

} // namespace

/// The ladder without processes or clock.
class tst_ReleaseSteps : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsAskedWithoutConsent()
    {
        ReleaseSteps steps({}, false);
        steps.examine();
        steps.examined(true, false, false);
        QCOMPARE(steps.step(), ReleaseStep::AwaitingConsent);
        steps.signalled(true);
        steps.consentToForce();
        steps.forceSent();
        QCOMPARE(steps.step(), ReleaseStep::AwaitingConsent);
        steps.cancel();
        QCOMPARE(steps.outcome(), ReleaseOutcome::Cancelled);
    }

    void aFreePortNeedsNoRung()
    {
        ReleaseSteps steps({}, false);
        steps.examine();
        steps.examined(false, true, true);
        QCOMPARE(steps.step(), ReleaseStep::Finished);
        QCOMPARE(steps.outcome(), ReleaseOutcome::AlreadyFree);
    }

    void leftoversThatBlockAreNobodysToEnd()
    {
        ReleaseSteps steps({}, false);
        steps.examine();
        steps.examined(false, true, false);
        QCOMPARE(steps.outcome(), ReleaseOutcome::Lingering);
    }

    void aRefusedPlanEndsThere()
    {
        ReleaseSteps steps({}, false);
        steps.examine();
        steps.examined(false, false, false);
        QCOMPARE(steps.outcome(), ReleaseOutcome::Refused);
    }

    void aTargetThatGoesLeadsToTheProof()
    {
        ReleaseSteps steps = watching();
        steps.observed(kHeld, 100ms);
        QCOMPARE(steps.step(), ReleaseStep::Watching);
        steps.observed(kGone, 200ms);
        QCOMPARE(steps.step(), ReleaseStep::Settling);
        steps.observed(kGone, 100ms);
        QCOMPARE(steps.step(), ReleaseStep::Settling);
        steps.observed(kGone, 300ms);
        QCOMPARE(steps.step(), ReleaseStep::Finished);
        QCOMPARE(steps.outcome(), ReleaseOutcome::Freed);
        QVERIFY(!steps.forced());
    }

    void forceIsOfferedAfterFiveSecondsAndNotBefore()
    {
        ReleaseSteps steps = watching();
        QCOMPARE(steps.limit(), 5000ms);
        steps.consentToForce();
        steps.observed(kHeld, 4999ms);
        QCOMPARE(steps.step(), ReleaseStep::Watching);
        steps.observed(kHeld, 5000ms);
        QCOMPARE(steps.step(), ReleaseStep::AwaitingForce);
    }

    void whoIsAskedLaterGetsTheWholeTimeToo()
    {
        ReleaseSteps steps = watching();
        steps.observed(kHeld, 4000ms);
        steps.askRest();
        QCOMPARE(steps.step(), ReleaseStep::Asking);
        steps.signalled(true);
        QCOMPARE(steps.step(), ReleaseStep::Watching);
        steps.observed(kHeld, 4999ms); // counted from then
        QCOMPARE(steps.step(), ReleaseStep::Watching);
        steps.observed(kHeld, 5000ms);
        steps.askRest();
        QCOMPARE(steps.step(), ReleaseStep::AwaitingForce);
    }

    void theForceQuestionAnswersItselfWhenTheTargetGoes()
    {
        ReleaseSteps steps = watching();
        steps.observed(kHeld, 5000ms);
        steps.observed(kGone, 100ms);
        QCOMPARE(steps.step(), ReleaseStep::Settling);
    }

    void forceWithoutConsentNeverHappens()
    {
        ReleaseSteps steps = watching();
        steps.observed(kHeld, 5000ms);
        steps.cancel();
        QCOMPARE(steps.outcome(), ReleaseOutcome::StillHeld);
        QVERIFY(!steps.forced());
    }

    void forceThenProofFrees()
    {
        ReleaseSteps steps = watching();
        steps.observed(kHeld, 5000ms);
        steps.consentToForce();
        QCOMPARE(steps.step(), ReleaseStep::Forcing);
        steps.forceSent();
        steps.observed(kGone, 10ms);
        steps.observed(kGone, 300ms);
        QCOMPARE(steps.outcome(), ReleaseOutcome::Freed);
        QVERIFY(steps.forced());
    }

    void whatEvenForceDoesNotEndIsStillHeld()
    {
        ReleaseSteps steps = watching();
        steps.observed(kHeld, 5000ms);
        steps.consentToForce();
        steps.forceSent();
        steps.observed(kHeld, 3000ms);
        QCOMPARE(steps.outcome(), ReleaseOutcome::StillHeld);
        QVERIFY(steps.forced());
    }

    void whereThereIsNoWayToAskForceIsOfferedAtOnce()
    {
        ReleaseSteps steps({}, false);
        steps.examine();
        steps.examined(true, false, false);
        steps.consent();
        steps.signalled(false);
        QCOMPARE(steps.step(), ReleaseStep::AwaitingForce);
    }

    void aSupervisedTargetIsWatchedLongerForARespawn()
    {
        ReleaseSteps steps = watching(true);
        steps.observed(kGone, 10ms);
        QVERIFY(steps.limit() >= 1500ms);
        steps.observed(kGone, 400ms);
        QCOMPARE(steps.step(), ReleaseStep::Settling);
        steps.observed(kRespawned, 500ms);
        QCOMPARE(steps.outcome(), ReleaseOutcome::Respawned);
    }

    void aStrangerOnThePortIsNotARespawn()
    {
        ReleaseSteps steps = watching();
        steps.observed(kTaken, 10ms);
        QCOMPARE(steps.outcome(), ReleaseOutcome::TakenByOther);
    }

    void aListenerThatNoProcessShowsCountsOnlyWhenItStays()
    {
        ReleaseSteps onItsWayOut = watching();
        onItsWayOut.observed(kNameless, 10ms);
        QCOMPARE(onItsWayOut.step(), ReleaseStep::Settling);
        onItsWayOut.observed(kNameless, 100ms);
        QCOMPARE(onItsWayOut.step(), ReleaseStep::Settling);
        onItsWayOut.observed(kGone, 300ms);
        QCOMPARE(onItsWayOut.outcome(), ReleaseOutcome::Freed);

        ReleaseSteps staying = watching();
        staying.observed(kNameless, 10ms);
        staying.observed(kNameless, 300ms);
        QCOMPARE(staying.outcome(), ReleaseOutcome::TakenByOther);
    }

    void aCancelWhileTheRequestGoesOutDoesNotClaimThatNothingWasDone()
    {
        ReleaseSteps asking({}, false);
        asking.examine();
        asking.examined(true, false, false);
        asking.consent();
        QCOMPARE(asking.step(), ReleaseStep::Asking);
        asking.cancel();
        QCOMPARE(asking.outcome(), ReleaseOutcome::StillHeld);

        ReleaseSteps forcing = watching();
        forcing.observed(kHeld, 5000ms);
        forcing.consentToForce();
        QCOMPARE(forcing.step(), ReleaseStep::Forcing);
        forcing.cancel();
        QCOMPARE(forcing.outcome(), ReleaseOutcome::StillHeld);
    }

    void aCancelAfterForceWasUsedSaysThatItIsStillHeld()
    {
        ReleaseSteps steps = watching();
        steps.observed(kHeld, 5000ms);
        steps.consentToForce();
        steps.forceSent();
        steps.observed(kHeld, 100ms);
        steps.cancel();
        QCOMPARE(steps.outcome(), ReleaseOutcome::StillHeld);
        QVERIFY(steps.forced());
    }

    void aCancelOfTheProofSaysWhatWasFoundSoFar()
    {
        ReleaseSteps freed = watching();
        freed.observed(kGone, 10ms);
        QCOMPARE(freed.step(), ReleaseStep::Settling);
        freed.cancel();
        QCOMPARE(freed.outcome(), ReleaseOutcome::Freed);

        const ReleaseObservation leftovers{false, false, false, false};
        ReleaseSteps blocked = watching();
        blocked.observed(leftovers, 10ms);
        blocked.cancel();
        QCOMPARE(blocked.outcome(), ReleaseOutcome::Lingering);

        ReleaseSteps cleared = watching();
        cleared.observed(leftovers, 10ms);
        cleared.observed(kGone, 100ms);
        cleared.cancel();
        QCOMPARE(cleared.outcome(), ReleaseOutcome::Freed);
    }

    void leftoversAfterTheReleaseAreLingering()
    {
        ReleaseSteps steps = watching();
        const ReleaseObservation leftovers{false, false, false, false};
        steps.observed(leftovers, 10ms);
        steps.observed(leftovers, 300ms);
        QCOMPARE(steps.outcome(), ReleaseOutcome::Lingering);
    }
};

QTEST_GUILESS_MAIN(tst_ReleaseSteps)
#include "tst_ReleaseSteps.moc"

using Reproduction.Cli;
using Reproduction.Ensembles;
using Reproduction.Tests.Ensembles;

namespace Reproduction.Tests.Cli;

public sealed class EnsembleDisplayTests
{
    private static readonly EnsembleProgress Progress = new(
        Total: 80,
        Finished: 9,
        Diverged: 1,
        Running: [],
        WorkDone: 0.25,
        Elapsed: TimeSpan.FromMinutes(5),
        TimeLeft: TimeSpan.FromMinutes(15.5),
        Latest: null);

    [Test]
    [SetCulture("de-DE")]
    public void The_picture_has_a_bar_the_counts_and_a_line_for_each_run_under_way() =>
        EnsembleDisplay.Picture(
            Progress with { Running = [new(new(), Epoch: 2, Step: 10, StepsPerEpoch: 20, RunningLoss: 0.125, Elapsed: TimeSpan.FromSeconds(1))] },
            width: 120)
            .Should().Equal(
                "#######....................... 25 %  9 of 80 runs finished, 1 diverged  15:30 min left",
                "  BN, batch 32, learning rate 0.01, initial scale 1, 10 epochs, seed 1: epoch 2/10, 30 steps/s, loss 0.1250");

    [Test]
    public void A_picture_without_a_run_under_way_says_why() =>
        EnsembleDisplay.Picture(Progress, width: 120)
            .Should().HaveCount(2).And.Contain(line => line.Contains("another process", StringComparison.Ordinal));

    [Test]
    public void The_picture_of_a_finished_pass_is_one_line() =>
        EnsembleDisplay.Picture(Progress with { Finished = 80, WorkDone = 1, Diverged = 0, TimeLeft = TimeSpan.Zero }, width: 120)
            .Should().Equal("############################## 100 %  80 of 80 runs finished  0 s left");

    [Test]
    public void On_a_narrow_terminal_no_line_is_longer_than_it_and_the_time_left_is_kept() =>
        EnsembleDisplay.Picture(
            Progress with { Running = [new(new(), Epoch: 2, Step: 10, StepsPerEpoch: 20, RunningLoss: 0.125, Elapsed: TimeSpan.FromSeconds(1))] },
            width: 40)
            .Should().Equal("##........ 25 %  9/80  15:30 min left", "  epoch 2/10: BN, batch 32, learning r…");

    [Test]
    public void A_finished_run_is_one_line()
    {
        EnsembleDisplay.RunLine(Progress with { Latest = Records.Of(3) }).Should().Be(
            " 9/80  BN, batch 32, learning rate 0.01, initial scale 1, 2 epochs, seed 3  val_loss 0.3333  val_accuracy 0.6667  12 s  15:30 min left");
        EnsembleDisplay.RunLine(Progress with { Latest = Records.Of(3, failure: "it diverged"), TimeLeft = null })
            .Should().EndWith("seed 3  it diverged");
    }

    [TestCase(59.4, "59 s")]
    [TestCase(61, "1:01 min")]
    [TestCase(7199, "119:59 min")]
    [TestCase(7200, "2:00 h")]
    [TestCase(360000, "100:00 h")]
    public void Durations_are_short(double seconds, string expected) => TimeText.Of(TimeSpan.FromSeconds(seconds)).Should().Be(expected);
}

using Reproduction.Claims;
using Reproduction.Spec.Evidence;

namespace Reproduction.Spec.Question4_Further;

/// <summary>
/// E1 to E3, E7 and E8: what remains of the claims at each network's best, of the batch size, and of the moving statistics. Each was planned, with
/// what would refute it, before it was trained.
/// </summary>
public sealed class E01_to_E03_Further_evidence
{
    [Test]
    [Claim("E1")]
    public void At_tuned_learning_rates_no_lead_of_BN_is_left_on_the_test_images() =>
        StoredEvidence.MustDecide("E1", Decision.Reproduced, "Test accuracy, with minus without BN", -0.002, 0.001);

    [Test]
    [Claim("E2")]
    public void With_the_rate_in_proportion_to_the_batch_size_64_ties_with_32() =>
        StoredEvidence.MustDecide("E2", Decision.WithinLimits, "Validation accuracy, 64 with BN minus 32, rate in proportion", -0.0016, 0.0016);

    [Test]
    [Claim("E2")]
    public void Without_BN_too() =>
        StoredEvidence.MustDecide("E2", Decision.WithinLimits, "Validation accuracy, 64 without BN minus 32, rate in proportion", -0.0016, 0.0016);

    [Test]
    [Claim("E3")]
    public void Moving_statistics_that_are_not_warm_cost_validation_accuracy_and_nothing_in_training() =>
        StoredEvidence.MustDecide("E3", Decision.Reproduced, "Validation accuracy after one epoch, momentum 0.999 minus 0.99", -1, -0.005);

    [Test]
    [Claim("E7")]
    public void What_16_gains_on_64_belongs_to_the_steps() =>
        StoredEvidence.MustDecide("E7", Decision.Reproduced, "validation accuracy, 16 against 64, steps minus statistics", 0, 0.02);

    /// <summary>It gains 0.0044: half of it would be 0.0022.</summary>
    [Test]
    [Claim("E7")]
    public void The_statistics_of_16_have_no_half_of_it() =>
        StoredEvidence.MustDecide("E7", Decision.Reproduced, "validation accuracy, 16 against 64, statistics", -0.0022, 0.0022);

    [Test]
    [Claim("E8")]
    public void At_batch_size_2_recomputed_statistics_validate_better_than_moving_ones() =>
        StoredEvidence.MustDecide(
            "E8", Decision.Reproduced, "validation accuracy at batch size 2 after two epochs, recomputed minus moving", 0.01, 1);

    /// <summary>What E3 finds that momentum 0.999 costs after one epoch, recomputed statistics give back.</summary>
    [Test]
    [Claim("E8")]
    public void Until_they_are_warm_they_do_too() =>
        StoredEvidence.MustDecide(
            "E8", Decision.Reproduced, "validation accuracy at momentum 0.999 after one epoch, recomputed minus moving", 0.005, 1);

    [Test]
    [Claim("E8")]
    public void Where_moving_statistics_are_warm_it_makes_no_difference() =>
        StoredEvidence.MustDecide(
            "E8", Decision.Reproduced, "validation accuracy at batch size 32 after two epochs, recomputed minus moving", -0.002, 0.002);
}

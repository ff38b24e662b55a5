using Reproduction.Claims;
using Reproduction.Spec.Evidence;

namespace Reproduction.Spec.Question4_Further;

/// <summary>
/// E4 and E6: what is found in deeper networks, and with other optimizers. Each was planned, with what would refute it, before it was trained.
/// </summary>
public sealed class E04_E06_Depth_and_optimizers
{
    [Test]
    [Claim("E4")]
    public void With_BN_every_run_with_eight_hidden_layers_trains() =>
        StoredEvidence.MustDecide("E4", Decision.Reproduced, "Runs that train with 8 hidden layers with BN", 0.85, 1.01);

    [Test]
    [Claim("E4")]
    public void Without_BN_a_third_of_them_does() =>
        StoredEvidence.MustDecide("E4", Decision.Reproduced, "Runs that train with 8 hidden layers without BN", 0.15, 0.55);

    /// <summary>A deeper network without BN fails at more settings; where it does not, BN's lead is smaller.</summary>
    [TestCase("1 hidden layer", 0.015, 0.024)]
    [TestCase("8 hidden layers", 0.003, 0.010)]
    [Claim("E4")]
    public void At_the_notebooks_setting_the_lead_shrinks_with_depth(string layers, double low, double high) => StoredEvidence.MustDecide(
        "E4", Decision.Reproduced, $"validation accuracy with {layers}, with minus without BN", low, high);

    [TestCase("momentum 0.9")]
    [TestCase("Adam")]
    [Claim("E6")]
    public void With_another_optimizer_too_no_lead_is_left_at_tuned_rates(string optimizer) => StoredEvidence.MustDecide(
        "E6", Decision.Reproduced, $"Test accuracy with {optimizer}, with minus without BN", -0.002, 0.002);
}

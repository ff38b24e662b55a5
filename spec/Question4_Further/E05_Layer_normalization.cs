using Reproduction.Claims;
using Reproduction.Spec.Evidence;

namespace Reproduction.Spec.Question4_Further;

/// <summary>E5: layer normalization where batches are small. It was planned, with what would refute it, before it was trained.</summary>
[Claim("E5")]
public sealed class E05_Layer_normalization
{
    [Test]
    public void At_a_batch_of_one_it_sees_its_input_and_BN_does_not() =>
        StoredEvidence.MustDecide("E5", Decision.Reproduced, "Validation accuracy at batch size 1, LN minus BN", 0.85, 0.9);

    [Test]
    public void At_a_batch_of_two_it_leads_BN_by_far() =>
        StoredEvidence.MustDecide("E5", Decision.Reproduced, "Validation accuracy at batch size 2, LN minus BN", 0.15, 0.3);

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(4)]
    [TestCase(8)]
    public void At_small_batches_it_is_not_behind_the_plain_network(int size) => StoredEvidence.MustDecide(
        "E5", Decision.Reproduced, $"Validation accuracy at batch size {size}, LN minus no normalization, interval", -0.002, 0.01);
}

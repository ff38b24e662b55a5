using Reproduction.Models;
using Reproduction.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Reproduction.Tests.Models;

/// <summary>The layer's manners: semantics, shapes, state. Its mathematics is held against references in the specification.</summary>
public sealed class BatchNormalizationTests
{
    private DisposeScope scope = null!;

    [SetUp]
    public void OpenScope() => scope = NewDisposeScope();

    [TearDown]
    public void CloseScope() => scope.Dispose();

    private static readonly float[,] Rows = { { 1, 10 }, { 2, 30 }, { 6, 20 } };

    [Test]
    public void Keras_feeds_the_biased_variance_to_the_moving_variance()
    {
        var layer = new BatchNormalization("bn", 2, BatchNormalizationConfiguration.Keras);

        layer.forward(tensor(Rows));

        // Means 3 and 20; biased variances 14/3 and 200/3; each moves a hundredth of the way.
        layer.MovingMean.data<float>().Should().Equal([0.03f, 0.2f], (a, e) => Math.Abs(a - e) < 1e-6);
        layer.MovingVariance.data<float>().Should().Equal([0.99f + (0.14f / 3), 0.99f + (2f / 3)], (a, e) => Math.Abs(a - e) < 1e-6);
    }

    [Test]
    public void With_torch_semantics_it_does_what_torch_does()
    {
        var ours = new BatchNormalization("bn", 2, BatchNormalizationConfiguration.Torch);
        var (runningMean, runningVariance) = (zeros(2), ones(2));
        Tensor Torchs(Tensor input, bool training) =>
            nn.functional.batch_norm(input, runningMean, runningVariance, ones(2), zeros(2), training, momentum: 0.1, eps: 1e-5);
        for (var step = 0; step < 3; step++)
        {
            var input = tensor(Rows) * tensor(step + 1f);
            MaximumDifference(ours.forward(input), Torchs(input, training: true))
                .Should().BeLessThan(1e-6, "both compute in float32 on values below 2");
        }

        MaximumDifference(ours.MovingMean, runningMean).Should().BeLessThan(1e-5);
        MaximumDifference(ours.MovingVariance, runningVariance).Should().BeLessThan(1e-4, "values are up to 250, of which float32 resolves 1.5e-5");
        ours.eval();
        MaximumDifference(ours.forward(tensor(Rows)), Torchs(tensor(Rows), training: false)).Should().BeLessThan(1e-6);
    }

    [Test]
    public void A_batch_of_one_becomes_beta_with_Keras_semantics()
    {
        var layer = new BatchNormalization("bn", 2, BatchNormalizationConfiguration.Keras);
        using (no_grad())
        {
            layer.Beta.copy_(tensor(new[] { 0.5f, -2f }));
        }

        layer.forward(tensor(new float[,] { { 123, -7 } })).data<float>().Should().Equal(0.5f, -2f);
    }

    [Test]
    public void A_batch_of_one_is_refused_with_torch_semantics_in_training_and_accepted_in_inference()
    {
        var layer = new BatchNormalization("bn", 2, BatchNormalizationConfiguration.Torch);
        var one = tensor(new float[,] { { 1, 2 } });

        var training = () => layer.forward(one);

        training.Should().Throw<ArgumentException>().WithMessage("bn cannot train on a batch of one: the unbiased variance divides by n - 1.*");
        layer.eval();
        layer.forward(one).isfinite().all().item<bool>().Should().BeTrue();
    }

    /// <summary>
    /// Hoffer et al. 2017, algorithm 1: as though each part were a batch of its own, one after the other, the last of what is left over.
    /// </summary>
    [TestCase(7, 3)]
    [TestCase(8, 4)]
    [TestCase(5, 1)]
    [TestCase(6, 6)]
    [TestCase(6, 100)]
    public void Ghost_batches_are_batches_one_after_the_other(int rows, int ghostBatchSize)
    {
        var (ghost, plain) = (Layer(new() { GhostBatchSize = ghostBatchSize }), Layer(new()));
        var input = randn(rows, 3, generator: new Generator(5)).requires_grad_();
        var weight = randn(rows, 3, generator: new Generator(6));

        var (actual, expected) = (ghost.forward(input), cat([.. input.split(ghostBatchSize).Select(plain.forward)]));
        (actual * weight).sum().backward();
        var gradient = input.grad!.clone();
        input.grad!.zero_();
        (expected * weight).sum().backward();

        foreach (var (one, other) in new[]
        {
            (actual, expected), (gradient, input.grad!),
            (ghost.MovingMean, plain.MovingMean), (ghost.MovingVariance, plain.MovingVariance),
            (ghost.Gamma.grad!, plain.Gamma.grad!), (ghost.Beta.grad!, plain.Beta.grad!),
        })
        {
            one.data<float>().Should().Equal(other.data<float>());
        }

        ghost.eval();
        plain.eval();
        ghost.forward(input).data<float>().Should().Equal(plain.forward(input).data<float>(), "in inference nothing is divided");

        static BatchNormalization Layer(BatchNormalizationConfiguration configuration) => new("bn", 3, configuration);
    }

    [Test]
    public void A_ghost_batch_of_one_is_refused_with_torch_semantics()
    {
        var layer = new BatchNormalization("bn", 2, BatchNormalizationConfiguration.Torch with { GhostBatchSize = 3 });

        layer.forward(randn(5, 2, generator: new Generator(1))).shape.Should().Equal(5, 2);
        FluentActions.Invoking(() => layer.forward(zeros(4, 2)))
            .Should().Throw<ArgumentException>().WithMessage("bn cannot train on a batch of one: *");
    }

    [Test]
    public void A_batch_of_another_shape_is_refused()
    {
        var layer = new BatchNormalization("bn", 2, BatchNormalizationConfiguration.Keras);

        foreach (var (input, shape) in new[] { (zeros(4, 3), "4, 3"), (zeros(2), "2"), (zeros(0, 2), "0, 2"), (zeros(1, 2, 2), "1, 2, 2") })
        {
            var forward = () => layer.forward(input);
            forward.Should().Throw<ArgumentException>()
                .WithMessage($"bn expects a batch of shape [[]n, 2[]] with n at least 1; received [[]{shape}[]].*"
                    .Replace("[[]", "[", StringComparison.Ordinal)
                    .Replace("[]]", "]", StringComparison.Ordinal));
        }
    }

    [Test]
    public void Parameters_are_trained_and_moving_statistics_are_only_kept()
    {
        var layer = new BatchNormalization("bn", 5, BatchNormalizationConfiguration.Keras);

        layer.named_parameters().Select(parameter => parameter.name).Should().Equal("gamma", "beta");
        layer.named_buffers().Select(buffer => buffer.name).Should().Equal("moving_mean", "moving_variance");
        layer.Gamma.requires_grad.Should().BeTrue();
        layer.MovingMean.requires_grad.Should().BeFalse();
        layer.MovingVariance.requires_grad.Should().BeFalse();
    }

    private static double MaximumDifference(Tensor a, Tensor b) => (a - b).abs().max().item<float>();
}

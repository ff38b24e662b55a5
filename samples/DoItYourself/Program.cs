// Batch normalization on one page: layer, network, loop, and a comparison with and without it. It trains on the 12,000 images of Fashion-MNIST that
// are part of this project; the figures are not MNIST's. Change a line, say first what you expect, and run: dotnet run --project samples/DoItYourself
// Shapes: x is [n, features], a batch of n examples; statistics, gamma and beta are [features].
// Two habits of TorchSharp: tensors live in native memory, so each step has a dispose scope; and numbers that take part in arithmetic are kept in
// fields, because `tensor + 0.001`, and `a + b` too, makes a temporary scalar that may be collected while libtorch still reads it.
using System.Globalization;
using Reproduction.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Reproduction.DoItYourself;

/// <summary>The numbers, kept for as long as the program runs.</summary>
internal static class Numbers
{
    public static readonly Scalar One = 1.0.ToScalar();
    public static readonly Scalar Momentum = 0.99.ToScalar();
    public static readonly Scalar Rest = 0.01.ToScalar();
    public static readonly Scalar MinusLearningRate = (-0.01).ToScalar();
}

/// <summary>Normalizes each feature of a batch, then scales and shifts it.</summary>
internal sealed class BatchNormalization(int features)
{
    private readonly Tensor epsilon = tensor(0.001f);
    private readonly Tensor movingMean = zeros(features);
    private readonly Tensor movingVariance = ones(features);

    public Tensor Gamma { get; } = ones(features, requires_grad: true);
    public Tensor Beta { get; } = zeros(features, requires_grad: true);

    public Tensor Forward(Tensor x, bool training)
    {
        if (!training)
        {
            return Scaled(x - movingMean, movingVariance);
        }

        var mean = x.mean([0]);
        var centered = x - mean;
        var variance = (centered * centered).mean([0]); // biased: divided by n
        using (no_grad())
        {
            movingMean.mul_(Numbers.Momentum).add_(mean, Numbers.Rest); // old * momentum + new * rest
            movingVariance.mul_(Numbers.Momentum).add_(variance, Numbers.Rest);
        }

        return Scaled(centered, variance);
    }

    private Tensor Scaled(Tensor centered, Tensor variance) => (centered * variance.add(epsilon, Numbers.One).rsqrt() * Gamma).add(Beta, Numbers.One);
}

/// <summary>A dense layer: x W + b, with Glorot's uniform kernel and a bias of zero.</summary>
internal sealed class Dense
{
    public Dense(int inputs, int outputs, Generator generator)
    {
        var limit = tensor((float)Math.Sqrt(6.0 / (inputs + outputs)));
        Kernel = (((rand(inputs, outputs, generator: generator) * tensor(2f)) - tensor(1f)) * limit).requires_grad_();
        Bias = zeros(outputs, requires_grad: true);
    }

    public Tensor Kernel { get; }
    public Tensor Bias { get; }

    public Tensor Forward(Tensor x) => x.matmul(Kernel).add(Bias, Numbers.One);
}

/// <summary>784 - 300 - 100 - 10; after each hidden layer ReLU and, where it is asked for, batch normalization.</summary>
internal sealed class Network(bool normalizes, Generator generator)
{
    private readonly Dense[] dense = [new(784, 300, generator), new(300, 100, generator), new(100, 10, generator)];
    private readonly BatchNormalization[] normalizations = normalizes ? [new(300), new(100)] : [];

    public IEnumerable<Tensor> Parameters =>
        [.. dense.SelectMany(layer => new[] { layer.Kernel, layer.Bias }), .. normalizations.SelectMany(layer => new[] { layer.Gamma, layer.Beta })];

    /// <summary>The logits, [n, 10].</summary>
    public Tensor Forward(Tensor x, bool training) => dense[2].Forward(Hidden(1, Hidden(0, x, training), training));

    private Tensor Hidden(int i, Tensor x, bool training)
    {
        x = nn.functional.relu(dense[i].Forward(x));
        return normalizations.Length > 0 ? normalizations[i].Forward(x, training) : x;
    }
}

/// <summary>The notebook's recipe: plain gradient descent on the cross-entropy, the examples in a new order each epoch.</summary>
public static class Program
{
    private const int BatchSize = 32;

    /// <summary>Trains both networks and prints the validation accuracy after each epoch.</summary>
    public static void Main()
    {
        Console.WriteLine("validation accuracy on the sample (Fashion-MNIST, not MNIST)\nepoch  without BN  with BN");
        foreach (var (i, (without, with)) in Train(normalizes: false, epochs: 5).Zip(Train(normalizes: true, epochs: 5)).Index())
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1,5}  {without,10:F4}  {with,7:F4}"));
        }
    }

    /// <summary>Trains a network from seed 1, and returns the validation accuracy after each epoch, in inference mode.</summary>
    public static IReadOnlyList<double> Train(bool normalizes, int epochs)
    {
        using var everything = NewDisposeScope();
        set_num_threads(1); // matrices as small as these are not worth sharing
        using var generator = new Generator(1);
        var data = Sample.Load();
        var (images, labels) = Tensors(data.Training);
        var (validationImages, validationLabels) = Tensors(data.Validation);
        var network = new Network(normalizes, generator);
        var accuracies = new List<double>();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            using var ofThisEpoch = NewDisposeScope();
            var order = randperm(data.Training.Count, generator: generator);
            for (var start = 0; start < data.Training.Count; start += BatchSize)
            {
                using var ofThisStep = NewDisposeScope();
                var batch = order.narrow(0, start, Math.Min(BatchSize, data.Training.Count - start)); // the last one may be smaller
                var logits = network.Forward(images.index_select(0, batch), training: true);
                nn.functional.cross_entropy(logits, labels.index_select(0, batch)).backward();
                Descend(network);
            }

            using var withoutGradients = no_grad();
            var right = network.Forward(validationImages, training: false).argmax(1).eq(validationLabels).sum().item<long>();
            accuracies.Add((double)right / data.Validation.Count);
        }

        return accuracies;
    }

    /// <summary>parameter += -rate * gradient, and the gradient back to nothing.</summary>
    private static void Descend(Network network)
    {
        using var withoutGradients = no_grad();
        foreach (var parameter in network.Parameters)
        {
            parameter.add_(parameter.grad!, Numbers.MinusLearningRate);
            parameter.grad!.zero_();
        }
    }

    private static (Tensor Images, Tensor Labels) Tensors(Examples examples) => (
        tensor(examples.Inputs.ToArray()).reshape(examples.Count, examples.FeatureCount),
        tensor(Array.ConvertAll(examples.Labels.ToArray(), label => (long)label)));
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Reproduction.Data;
using Reproduction.Networks;
using Reproduction.Training;

namespace Reproduction.Engines.Portable;

/// <summary>The portable engine's promise in one line: a hash of a few steps of training that is the same on every machine.</summary>
public static class Fingerprint
{
    /// <summary>
    /// What every machine has to give for the present arithmetic. Another value after a change to the arithmetic is a new arithmetic: see
    /// <see cref="PortableEngine.Description"/>.
    /// </summary>
    public const string Expected = "da822ff479a780210e18feb68fb00a1e6cf17efbb9ee43ae6c0a26b74807a36c";

    private const int BatchSize = 24;
    private const int Steps = 6;

    /// <summary>
    /// Trains the notebook's network for a few steps on the embedded sample, without batch normalization, with it after and with it before the
    /// activation.
    /// </summary>
    /// <returns>64 lowercase hexadecimal digits over the losses, the validation losses and all parameters.</returns>
    public static string Compute()
    {
        var data = Sample.Load();
        var engine = new PortableEngine();
        var text = new StringBuilder();
        foreach (var normalization in new BatchNormalizationConfiguration?[]
        {
            null, BatchNormalizationConfiguration.Keras, new() { Placement = NormalizationPlacement.BeforeActivation },
        })
        {
            var configuration = new NetworkConfiguration { BatchNormalization = normalization };
            using var network = engine.Start(configuration, Initialization.GlorotUniform(configuration, seed: 1), learningRate: 0.1);
            var order = new EpochOrder(data.Training.Count, new Pcg32(1, Trainer.ShuffleStream)).Next();
            for (var step = 0; step < Steps; step++)
            {
                Append(text, network.Step(data.Training, order.Slice(step * BatchSize, BatchSize)));
            }

            // a batch that is no multiple of a vector
            Append(text, network.Step(data.Training, order.Slice(Steps * BatchSize, 13)));
            Append(text, network.Evaluate(data.Validation, Enumerable.Range(0, 50).ToArray()));
            text.Append(network.Export().Sha256()).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())));
    }

    private static void Append(StringBuilder text, BatchResult result) =>
        text.Append(CultureInfo.InvariantCulture, $"{BitConverter.DoubleToInt64Bits(result.MeanLoss)} {result.CorrectCount}\n");
}

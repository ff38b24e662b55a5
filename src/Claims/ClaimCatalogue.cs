using System.Collections.Immutable;

namespace Reproduction.Claims;

/// <summary>One claim of the assignment.</summary>
/// <param name="Id">T for theory, I for implementation, B for batch size, and a number.</param>
/// <param name="Statement">What the assignment or the notebook says, true or not.</param>
public sealed record Claim(string Id, string Statement);

/// <summary>Every claim of the assignment, in its order: questions 1 (theory), 2 (implementation) and 3 (batch size).</summary>
public static class ClaimCatalogue
{
    /// <summary>All claims.</summary>
    public static ImmutableArray<Claim> All { get; } =
    [
        new("T1", "In training, BN normalizes with the statistics of the current mini-batch, not of the whole data set."),
        new("T2", "The normalization step gives every feature mean 0 and variance 1 over the batch, up to epsilon."),
        new("T3", "Each BN layer has two learnable parameters per feature, gamma and beta, trained with the rest."),
        new("T4", "Each BN layer has two non-learnable values per feature, the moving mean and the moving variance; they are part of the saved state and replace the batch statistics at inference."),
        new("T5", "All four belong to one layer alone, hence the parameter counts."),
        new("T6", "BN is a layer like any other between two hidden layers, and may stand right before or right after the nonlinearity."),
        new("T7", "BN makes training faster: fewer epochs to the same accuracy."),
        new("T8", "BN lets one use much higher learning rates."),
        new("T9", "BN makes weight initialization less delicate."),
        new("T10", "BN makes training more stable."),
        new("I1", "The data: 55,000 training and 5,000 validation images of MNIST, pixels divided by 255."),
        new("I2", "The network: 784-300-100-10, ReLU, BN after each hidden layer's ReLU."),
        new("I3", "The recipe: sparse categorical cross-entropy, plain SGD, learning rate 0.01, 10 epochs, reshuffled."),
        new("I4", "BN raises training accuracy after 10 epochs from 0.969 to 0.989."),
        new("I5", "BN raises validation accuracy after 10 epochs from 0.967 to 0.977."),
        new("I6", "BN lowers training loss after 10 epochs from 0.108 to 0.038."),
        new("I7", "BN lowers validation loss after 10 epochs from 0.111 to 0.077."),
        new("I8", "The whole published history at batch size 32."),
        new("B1", "The whole published history at batch size 64."),
        new("B2", "The whole published history at batch size 16."),
        new("B3", "Batch size 32 gives better results than 16 and 64."),
        new("B4", "Batch size changes the result, so it has to be tuned as a hyperparameter."),
        new("B5", "BN has limitations: small batches, the gap between training and inference, batches not drawn at random, the time of a step, and an advantage that depends on the learning rate."),
    ];
}

namespace Reproduction.Claims;

internal sealed class I4() : EffectRule(
    "I4", "BN raises training accuracy after 10 epochs from 0.969 to 0.989.", Metric.TrainingAccuracy, without: 0.969, with: 0.989);

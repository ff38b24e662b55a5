namespace Reproduction.Claims;

internal sealed class T4() : SpecRule(
    "T4",
    "Each BN layer has two non-learnable values per feature, the moving mean and the moving variance; they are part of the saved state and replace "
        + "the batch statistics at inference.",
    "Moving statistics that depart from Keras's update, receive a gradient, are missing in the saved state, or do not decide inference.",
    "Keras's update; no parameters; they decide inference",
    "The moving statistics follow Keras's update to float32 rounding, are no parameters, are part of the saved state, and decide inference.",
    "tf.keras feeds the moving variance the biased variance, torch the unbiased one: both are implemented and compared. How far training and "
        + "inference lie apart is E3.");

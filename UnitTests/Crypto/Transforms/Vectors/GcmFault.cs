namespace Pipeline.UnitTests.Crypto.Transforms.Vectors;

/// <summary>What is wrong with a <see cref="WrongGcmKernel"/>.</summary>
public enum GcmFault
{
    /// <summary>A bit of long texts is wrong when sealed.</summary>
    SealsLongTextsWrong,

    /// <summary>A bit of long texts is wrong when opened.</summary>
    OpensLongTextsWrong,

    /// <summary>No ICV is wrong.</summary>
    BelievesEverything,

    /// <summary>No ICV is right.</summary>
    RefusesEverything,
}

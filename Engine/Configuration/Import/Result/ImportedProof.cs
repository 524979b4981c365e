namespace Pipeline.Engine.Configuration.Import.Result;

/// <summary>How an end of a connection proves who it is.</summary>
internal enum ImportedProof
{
    /// <summary>A preshared key.</summary>
    PresharedKey,

    /// <summary>A signature, and a certificate for its key.</summary>
    Certificate,
}

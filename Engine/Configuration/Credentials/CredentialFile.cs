namespace Pipeline.Engine.Configuration.Credentials;

/// <summary>A file that was read.</summary>
/// <param name="Content">All of it.</param>
/// <param name="OthersCanRead">True when more than its owner and group may read it: wrong for secrets.</param>
public readonly record struct CredentialFile(byte[] Content, bool OthersCanRead)
{
    /// <summary>The length, never the content.</summary>
    public override string ToString() => $"{Content?.Length ?? 0} bytes";
}

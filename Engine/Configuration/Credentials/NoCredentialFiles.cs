namespace Pipeline.Engine.Configuration.Credentials;

/// <summary>For configurations that name no files: to name one is an error.</summary>
public sealed class NoCredentialFiles : ICredentialFiles
{
    /// <inheritdoc/>
    public bool TryRead(string path, int longest, out CredentialFile file, out string problem)
    {
        file = new CredentialFile([], OthersCanRead: false);
        problem = "cannot be read: this configuration has no folder";
        return false;
    }
}

namespace Pipeline.Engine.Configuration.Credentials;

/// <summary>The files that a configuration names: keys, certificates, revocation lists.</summary>
public interface ICredentialFiles
{
    /// <summary>Reads a file as a whole.</summary>
    /// <param name="path">As the configuration writes it; relative to the configuration's own folder.</param>
    /// <param name="longest">Bytes of the longest file that is taken.</param>
    /// <param name="file">What was read; the caller erases the content of secrets.</param>
    /// <param name="problem">The end of a sentence about the file when false is returned; otherwise empty.</param>
    bool TryRead(string path, int longest, out CredentialFile file, out string problem);
}

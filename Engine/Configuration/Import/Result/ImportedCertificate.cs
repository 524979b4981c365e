namespace Pipeline.Engine.Configuration.Import.Result;

/// <summary>One of <c>credentials.certificates</c>.</summary>
/// <param name="Name">Its name, unique in the result.</param>
/// <param name="File">The certificate's file.</param>
/// <param name="PrivateKeyFile">The key's file.</param>
/// <param name="PassphraseFile">What opens the key's file; null when nothing is needed.</param>
internal sealed record ImportedCertificate(string Name, string File, string PrivateKeyFile, string? PassphraseFile);

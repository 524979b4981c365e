using System.Text;
using Pipeline.Engine.Configuration.Credentials;

namespace Pipeline.UnitTests.Engine.Configuration.Credentials;

/// <summary>Credential files without a disk.</summary>
internal sealed class MemoryFiles : Dictionary<string, byte[]>, ICredentialFiles
{
    internal HashSet<string> Open { get; } = [];

    internal static MemoryFiles WithSecret(string path) => new() { [path] = Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef\n") };

    public bool TryRead(string path, int longest, out CredentialFile file, out string problem)
    {
        bool found = TryGetValue(path, out byte[]? content) && content.Length <= longest;
        file = new CredentialFile(found ? [.. content!] : [], Open.Contains(path));
        problem = found ? "" : "is not there";
        return found;
    }
}

using Pipeline.Crypto;
using Pipeline.Crypto.Transforms;

namespace Pipeline.Engine.Configuration;

/// <summary>The algorithms of one SA with its keys; an error was noted where the transform is null.</summary>
internal readonly record struct Suite(PacketTransform? Transform, SecretBytes EncryptionKey, SecretBytes IntegrityKey);

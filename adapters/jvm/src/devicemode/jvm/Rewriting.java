package devicemode.jvm;

import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/** Where the libraries would ask the machine, they are made to ask the adapter: for time, chance, threads, the network. */
final class Rewriting {
  private static final String SEAM = "devicemode/jvm/Seam";

  /** Methods that {@link Seam} has in their place, by owner, name and descriptor; an object becomes the first argument. */
  private static final Map<String, String> CALLS = Map.ofEntries(
      Map.entry("java/lang/System.currentTimeMillis()J", "()J"),
      Map.entry("java/lang/System.nanoTime()J", "()J"),
      Map.entry("java/util/UUID.randomUUID()Ljava/util/UUID;", "()Ljava/util/UUID;"),
      Map.entry("java/util/Calendar.getInstance()Ljava/util/Calendar;", "()Ljava/util/Calendar;"),
      Map.entry("java/util/concurrent/CountDownLatch.await(JLjava/util/concurrent/TimeUnit;)Z",
          "(Ljava/util/concurrent/CountDownLatch;JLjava/util/concurrent/TimeUnit;)Z"),
      Map.entry("java/util/concurrent/Executors.newSingleThreadExecutor()Ljava/util/concurrent/ExecutorService;",
          "()Ljava/util/concurrent/ExecutorService;"),
      Map.entry("java/util/concurrent/Executors.newCachedThreadPool()Ljava/util/concurrent/ExecutorService;",
          "()Ljava/util/concurrent/ExecutorService;"),
      Map.entry("java/util/concurrent/Executors.newFixedThreadPool(I)Ljava/util/concurrent/ExecutorService;",
          "(I)Ljava/util/concurrent/ExecutorService;"),
      Map.entry(
          "java/util/concurrent/Executors.newScheduledThreadPool(ILjava/util/concurrent/ThreadFactory;)"
              + "Ljava/util/concurrent/ScheduledExecutorService;",
          "(ILjava/util/concurrent/ThreadFactory;)Ljava/util/concurrent/ScheduledExecutorService;"),
      Map.entry("java/io/File.listFiles()[Ljava/io/File;", "(Ljava/io/File;)[Ljava/io/File;"),
      Map.entry("okhttp3/Call.execute()Lokhttp3/Response;", "(Lokhttp3/Call;)Lokhttp3/Response;"));

  private final Remapper types;

  /** `types` are classes that others stand in for, by their internal names. */
  Rewriting(Map<String, String> types) {
    this.types = new Remapper() {
      @Override
      public String map(String name) {
        return types.getOrDefault(name, name);
      }
    };
  }

  byte[] rewrite(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new ClassRemapper(new Calls(writer), types), 0);
    return writer.toByteArray();
  }

  private static final class Calls extends ClassVisitor {
    Calls(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
          String instead = CALLS.get(owner + "." + name + descriptor);
          if (instead != null) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, SEAM, name, instead, false);
          } else if (owner.equals("java/util/Date") && name.equals("<init>") && descriptor.equals("()V")) {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, SEAM, "currentTimeMillis", "()J", false);
            super.visitMethodInsn(opcode, owner, name, "(J)V", false);
          } else {
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
          }
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
          // The moment that a Date is given takes two words.
          super.visitMaxs(maxStack + 2, maxLocals);
        }
      };
    }
  }
}
